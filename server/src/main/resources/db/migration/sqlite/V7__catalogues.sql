-- Companies whose papers are sent, and whom they pay or are paid by. What is searched and sorted is kept folded: small letters
-- without accents, in the order of their code points.
CREATE TABLE company (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  rfc         TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  regime      TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  colour      TEXT NOT NULL,
  active      INTEGER NOT NULL,
  logo_hash   TEXT
);

CREATE TABLE company_logo (
  company_id BIGINT PRIMARY KEY REFERENCES company (id) ON DELETE CASCADE,
  png        BLOB NOT NULL
);

-- identity is what a company has one of: an RFC, or a generic RFC with a name.
CREATE TABLE beneficiary (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  company_id  BIGINT NOT NULL REFERENCES company (id),
  rfc         TEXT NOT NULL,
  identity    TEXT NOT NULL,
  name        TEXT NOT NULL,
  name_fold   TEXT NOT NULL,
  curp        TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  search      TEXT NOT NULL,
  UNIQUE (company_id, identity)
);

-- With what is searched in it, a search goes through the index alone.
CREATE INDEX beneficiary_by_name ON beneficiary (company_id, name_fold, id, search);

CREATE TABLE beneficiary_contact (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  beneficiary_id BIGINT NOT NULL REFERENCES beneficiary (id) ON DELETE CASCADE,
  name           TEXT NOT NULL,
  address        TEXT NOT NULL,
  role           TEXT NOT NULL,
  is_copy        INTEGER NOT NULL
);

CREATE INDEX beneficiary_contact_of ON beneficiary_contact (beneficiary_id);

-- Files of beneficiaries between their being read and their being applied.
CREATE TABLE beneficiary_import (
  id         TEXT PRIMARY KEY,
  company_id BIGINT NOT NULL REFERENCES company (id) ON DELETE CASCADE,
  user_code  TEXT NOT NULL,
  file_name  TEXT NOT NULL,
  created_at TEXT NOT NULL
);

CREATE INDEX beneficiary_import_age ON beneficiary_import (created_at);

CREATE TABLE beneficiary_import_content (
  import_id TEXT NOT NULL REFERENCES beneficiary_import (id) ON DELETE CASCADE,
  seq       INTEGER NOT NULL,
  octets    BLOB NOT NULL,
  PRIMARY KEY (import_id, seq)
);
