-- What mails of documents say: the company's own text for each kind of document, and what a beneficiary was last sent
-- where that was another. Both with their fields.
CREATE TABLE mail_template (
  company_id BIGINT NOT NULL,
  kind       TEXT NOT NULL,
  subject    TEXT NOT NULL,
  body       TEXT NOT NULL,
  signature  TEXT NOT NULL,
  updated_by TEXT NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (company_id, kind)
);

CREATE TABLE mail_text_used (
  beneficiary_id BIGINT NOT NULL,
  kind           TEXT NOT NULL,
  subject        TEXT NOT NULL,
  body           TEXT NOT NULL,
  signature      TEXT NOT NULL,
  updated_at     TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (beneficiary_id, kind)
);

-- The record of what was sent. It says what the document was then, and stays when the document or the outbox's own record
-- goes: state, reply and end are those of a mail sent with a password, or were copied from the outbox's.
CREATE TABLE document_delivery (
  id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  document_id      BIGINT NOT NULL,
  company_id       BIGINT NOT NULL,
  kind             TEXT NOT NULL,
  number           TEXT NOT NULL,
  beneficiary_rfc  TEXT NOT NULL,
  beneficiary_name TEXT NOT NULL,
  uuid             TEXT,
  user_code        TEXT NOT NULL,
  grant_id         BIGINT,
  mailbox          TEXT NOT NULL,
  to_list          TEXT NOT NULL,
  cc_list          TEXT NOT NULL,
  bcc_list         TEXT NOT NULL,
  subject          TEXT NOT NULL,
  files            TEXT NOT NULL,
  message_id       TEXT NOT NULL,
  sha256           TEXT NOT NULL,
  batch            TEXT,
  draft_id         TEXT,
  outbox_id        BIGINT,
  accepted_at      TIMESTAMPTZ NOT NULL,
  state            TEXT NOT NULL,
  ended_at         TIMESTAMPTZ,
  refused          TEXT,
  cause            TEXT,
  reply            TEXT
);

CREATE INDEX document_delivery_of_document ON document_delivery (document_id, id);
CREATE INDEX document_delivery_of_company ON document_delivery (company_id, id);
CREATE INDEX document_delivery_of_batch ON document_delivery (batch) WHERE batch IS NOT NULL;
CREATE INDEX document_delivery_not_sent ON document_delivery (id) WHERE state <> 'SENT';
CREATE INDEX document_delivery_of_mail ON document_delivery (outbox_id) WHERE outbox_id IS NOT NULL;
CREATE INDEX document_delivery_by_password ON document_delivery (draft_id) WHERE outbox_id IS NULL;

-- Who was sent which document, the first time, the second and so on.
CREATE TABLE document_delivery_address (
  document_id BIGINT NOT NULL,
  address     TEXT NOT NULL,
  n           INTEGER NOT NULL,
  delivery_id BIGINT NOT NULL REFERENCES document_delivery (id) ON DELETE CASCADE,
  PRIMARY KEY (document_id, address, n)
);

CREATE INDEX document_delivery_address_of_delivery ON document_delivery_address (delivery_id);

-- The document that a draft is of, and what of it goes along.
ALTER TABLE draft ADD COLUMN document_id BIGINT;
ALTER TABLE draft ADD COLUMN with_xml BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE draft ADD COLUMN with_pdf BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE draft ADD COLUMN send_again BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE draft ADD COLUMN text_from TEXT NOT NULL DEFAULT '';

-- The octets of a draft's mail that were shown; they leave as long as the draft is still what they were made of.
CREATE TABLE draft_preview (
  draft_id    TEXT PRIMARY KEY REFERENCES draft (id) ON DELETE CASCADE,
  content_id  TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  message_id  TEXT NOT NULL,
  size        BIGINT NOT NULL,
  smtputf8    BOOLEAN NOT NULL,
  made_at     TIMESTAMPTZ NOT NULL
);
