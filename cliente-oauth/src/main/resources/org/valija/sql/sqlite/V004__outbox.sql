-- The octets of mails: a header row, then rows of at most 256 KB. Complete once its size is known; the rest is swept.
CREATE TABLE outbox_content (
  id                INTEGER PRIMARY KEY AUTOINCREMENT,
  octets            BIGINT,
  staged_at         TEXT NOT NULL
);

CREATE TABLE outbox_chunk (
  content_id        BIGINT NOT NULL REFERENCES outbox_content (id) ON DELETE CASCADE,
  seq               INTEGER NOT NULL,
  sha256            BLOB NOT NULL,
  octets            BLOB NOT NULL,
  PRIMARY KEY (content_id, seq)
);

-- Mails on their way; small and hot. An account's mails are taken by lane, then in the order of their ids.
CREATE TABLE outbox_message (
  id                INTEGER PRIMARY KEY AUTOINCREMENT,
  emails_id         BIGINT NOT NULL,
  lane              SMALLINT NOT NULL,
  state             TEXT NOT NULL,
  hold_reason       TEXT,
  due_at            TEXT NOT NULL,
  accepted_at       TEXT NOT NULL,
  sender            TEXT NOT NULL,
  recipients        TEXT NOT NULL,
  notification      TEXT,
  message_id        TEXT NOT NULL,
  subject           TEXT NOT NULL,
  smtputf8          INTEGER NOT NULL,
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
  accepted_at       TEXT NOT NULL
);
