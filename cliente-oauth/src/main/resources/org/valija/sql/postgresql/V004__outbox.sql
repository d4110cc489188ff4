-- The octets of mails: a header row, then rows of at most 256 KB. Complete once its size is known; the rest is swept.
CREATE TABLE outbox_content (
  id                BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  octets            BIGINT,
  staged_at         TIMESTAMPTZ NOT NULL
);

CREATE TABLE outbox_chunk (
  content_id        BIGINT NOT NULL REFERENCES outbox_content (id) ON DELETE CASCADE,
  seq               INTEGER NOT NULL,
  sha256            BYTEA NOT NULL,
  octets            BYTEA NOT NULL,
  PRIMARY KEY (content_id, seq)
);
ALTER TABLE outbox_chunk ALTER COLUMN octets SET STORAGE EXTERNAL;

-- Mails on their way; small and hot. An account's mails are taken by lane, then in the order of their ids.
CREATE TABLE outbox_message (
  id                BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  emails_id         BIGINT NOT NULL,
  lane              SMALLINT NOT NULL,
  state             TEXT NOT NULL,
  hold_reason       TEXT,
  due_at            TIMESTAMPTZ NOT NULL,
  accepted_at       TIMESTAMPTZ NOT NULL,
  sender            TEXT NOT NULL,
  recipients        TEXT NOT NULL,
  notification      TEXT,
  message_id        TEXT NOT NULL,
  subject           TEXT NOT NULL,
  smtputf8          BOOLEAN NOT NULL,
  content_id        BIGINT NOT NULL REFERENCES outbox_content (id),
  attempts          INTEGER NOT NULL,
  fence             BIGINT
);
CREATE INDEX outbox_message_due ON outbox_message (emails_id, lane, id) WHERE state IN ('QUEUED', 'DEFERRED');
CREATE INDEX outbox_message_content ON outbox_message (content_id);

-- What a caller names its mail by, so that it is accepted once.
CREATE TABLE outbox_key (
  idempotency_key   TEXT PRIMARY KEY,
  message_id        BIGINT,
  accepted_at       TIMESTAMPTZ NOT NULL
);
