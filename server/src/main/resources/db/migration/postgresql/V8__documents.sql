-- What Bancos and Contabilidad send: bank documents, withholding certificates, pólizas and reports.
CREATE TABLE document (
  id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_id       BIGINT NOT NULL,
  kind             TEXT NOT NULL,
  -- Year and month in one number, 202512: lists go by it.
  period           INTEGER NOT NULL,
  date             DATE NOT NULL,
  number           TEXT NOT NULL,
  beneficiary_id   BIGINT,
  beneficiary_rfc  TEXT NOT NULL,
  beneficiary_name TEXT NOT NULL,
  concept          TEXT NOT NULL,
  amount           NUMERIC,
  currency         TEXT NOT NULL,
  bank_account     TEXT NOT NULL,
  uuid             TEXT,
  stamped          BOOLEAN NOT NULL,
  seal             TEXT NOT NULL,
  findings         INTEGER NOT NULL,
  -- What tells that the same one comes again.
  identity         TEXT,
  -- Number, RFC, name, concept and UUID without accents, to be searched.
  words            TEXT NOT NULL,
  source           TEXT NOT NULL,
  created_by       TEXT NOT NULL,
  created_at       TIMESTAMPTZ NOT NULL,
  updated_at       TIMESTAMPTZ NOT NULL,
  last_sent_at     TIMESTAMPTZ,
  sent_count       INTEGER NOT NULL
);

CREATE UNIQUE INDEX document_identity ON document (company_id, identity) WHERE identity IS NOT NULL;

-- It covers every filter, so that a search that finds nothing reads few rows.
CREATE INDEX document_list ON document (company_id, kind, period, date, id)
  INCLUDE (sent_count, stamped, beneficiary_id, words);

CREATE INDEX document_uuid ON document (uuid) WHERE uuid IS NOT NULL;

CREATE INDEX document_of_beneficiary ON document (beneficiary_id) WHERE beneficiary_id IS NOT NULL;

CREATE TABLE document_file (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  document_id BIGINT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  content_id  TEXT NOT NULL UNIQUE,
  role        TEXT NOT NULL,
  file_name   TEXT NOT NULL,
  -- The name without its ending, in small letters: an XML and its PDF share it.
  stem        TEXT NOT NULL,
  media_type  TEXT NOT NULL,
  size        BIGINT NOT NULL,
  sha256      TEXT NOT NULL
);

-- A document has one XML and one PDF.
CREATE UNIQUE INDEX document_file_once ON document_file (document_id, role) WHERE role <> 'OTHER';
CREATE INDEX document_file_of_document ON document_file (document_id);
CREATE INDEX document_file_stem ON document_file (stem);

-- Octets in rows of 256 KB.
CREATE TABLE document_content (
  content_id TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  octets     BYTEA NOT NULL,
  PRIMARY KEY (content_id, seq)
);
ALTER TABLE document_content ALTER COLUMN octets SET STORAGE EXTERNAL;

-- Which node works on which file of a watched folder, by the hash of its place.
CREATE TABLE intake_claim (
  file  TEXT PRIMARY KEY,
  node  TEXT NOT NULL,
  until TIMESTAMPTZ NOT NULL
);
