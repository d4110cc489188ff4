-- Companies whose papers are sent, and whom they pay or are paid by. What is searched and sorted is kept folded: small letters
-- without accents, in the order of their code points.
CREATE TABLE company (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rfc         TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  regime      TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  colour      TEXT NOT NULL,
  active      BOOLEAN NOT NULL,
  logo_hash   TEXT
);

CREATE TABLE company_logo (
  company_id BIGINT PRIMARY KEY REFERENCES company (id) ON DELETE CASCADE,
  png        BYTEA NOT NULL
);

-- identity is what a company has one of: an RFC, or a generic RFC with a name.
CREATE TABLE beneficiary (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_id  BIGINT NOT NULL REFERENCES company (id),
  rfc         TEXT NOT NULL,
  identity    TEXT COLLATE "C" NOT NULL,
  name        TEXT NOT NULL,
  name_fold   TEXT COLLATE "C" NOT NULL,
  curp        TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  search      TEXT COLLATE "C" NOT NULL,
  UNIQUE (company_id, identity)
);

CREATE INDEX beneficiary_by_name ON beneficiary (company_id, name_fold, id);

CREATE TABLE beneficiary_contact (
  id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  beneficiary_id BIGINT NOT NULL REFERENCES beneficiary (id) ON DELETE CASCADE,
  name           TEXT NOT NULL,
  address        TEXT NOT NULL,
  role           TEXT NOT NULL,
  is_copy        BOOLEAN NOT NULL
);

CREATE INDEX beneficiary_contact_of ON beneficiary_contact (beneficiary_id);

-- Files of beneficiaries between their being read and their being applied.
CREATE TABLE beneficiary_import (
  id         TEXT PRIMARY KEY,
  company_id BIGINT NOT NULL REFERENCES company (id) ON DELETE CASCADE,
  user_code  TEXT NOT NULL,
  file_name  TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX beneficiary_import_age ON beneficiary_import (created_at);

CREATE TABLE beneficiary_import_content (
  import_id TEXT NOT NULL REFERENCES beneficiary_import (id) ON DELETE CASCADE,
  seq       INTEGER NOT NULL,
  octets    BYTEA NOT NULL,
  PRIMARY KEY (import_id, seq)
);
ALTER TABLE beneficiary_import_content ALTER COLUMN octets SET STORAGE EXTERNAL;
