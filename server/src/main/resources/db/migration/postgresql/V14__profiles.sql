-- What users may do. Of the two that come with the installation, ADMINISTRATION may do everything, whatever its rows; SENDER
-- may what senders could until now.
CREATE TABLE profile (
  code                   TEXT PRIMARY KEY,
  name                   TEXT NOT NULL,
  administers            BOOLEAN NOT NULL,
  second_factor_required BOOLEAN NOT NULL,
  fixed                  BOOLEAN NOT NULL
);

CREATE TABLE profile_permission (
  profile   TEXT NOT NULL REFERENCES profile (code) ON DELETE CASCADE,
  function  TEXT NOT NULL,
  operation TEXT NOT NULL,
  PRIMARY KEY (profile, function, operation)
);

INSERT INTO profile (code, name, administers, second_factor_required, fixed) VALUES
  ('ADMINISTRATION', '', TRUE, FALSE, TRUE),
  ('SENDER', '', FALSE, FALSE, FALSE);

INSERT INTO profile_permission (profile, function, operation) VALUES
  ('SENDER', 'ACCOUNTS', 'VIEW'), ('SENDER', 'ACCOUNTS', 'RUN'), ('SENDER', 'ACCOUNTS', 'CHANGE'), ('SENDER', 'ACCOUNTS', 'DELETE'),
  ('SENDER', 'SENDING', 'VIEW'), ('SENDER', 'SENDING', 'RUN'),
  ('SENDER', 'OUTBOX', 'VIEW'), ('SENDER', 'OUTBOX', 'RUN'), ('SENDER', 'OUTBOX', 'DELETE'),
  ('SENDER', 'BULK', 'VIEW'), ('SENDER', 'BULK', 'RUN'), ('SENDER', 'BULK', 'CREATE'), ('SENDER', 'BULK', 'DELETE'),
  ('SENDER', 'DELIVERY_RECORD', 'VIEW'), ('SENDER', 'DELIVERY_RECORD', 'RUN'),
  ('SENDER', 'BANK_DOCUMENTS', 'VIEW'), ('SENDER', 'BANK_DOCUMENTS', 'RUN'), ('SENDER', 'BANK_DOCUMENTS', 'CREATE'), ('SENDER', 'BANK_DOCUMENTS', 'CHANGE'), ('SENDER', 'BANK_DOCUMENTS', 'DELETE'),
  ('SENDER', 'RETENCIONES', 'VIEW'), ('SENDER', 'RETENCIONES', 'RUN'), ('SENDER', 'RETENCIONES', 'CREATE'), ('SENDER', 'RETENCIONES', 'CHANGE'), ('SENDER', 'RETENCIONES', 'DELETE'),
  ('SENDER', 'REPORTS', 'VIEW'), ('SENDER', 'REPORTS', 'RUN'), ('SENDER', 'REPORTS', 'CREATE'), ('SENDER', 'REPORTS', 'CHANGE'), ('SENDER', 'REPORTS', 'DELETE'),
  ('SENDER', 'BENEFICIARIES', 'VIEW'), ('SENDER', 'BENEFICIARIES', 'RUN'), ('SENDER', 'BENEFICIARIES', 'CREATE'), ('SENDER', 'BENEFICIARIES', 'CHANGE'), ('SENDER', 'BENEFICIARIES', 'DELETE'),
  ('SENDER', 'COMPANIES', 'VIEW'),
  ('SENDER', 'USERS', 'VIEW'), ('SENDER', 'USERS', 'CHANGE'),
  ('SENDER', 'SESSIONS', 'VIEW'), ('SENDER', 'SESSIONS', 'DELETE');

-- Empresas autorizadas: all of them, also later ones, or those that are named.
ALTER TABLE app_user ADD COLUMN all_companies BOOLEAN NOT NULL DEFAULT TRUE;

-- The language of the console and of mails to the user; empty for the browser's.
ALTER TABLE app_user ADD COLUMN language TEXT NOT NULL DEFAULT '';

CREATE INDEX app_user_profile ON app_user (profile);

CREATE TABLE user_company (
  user_code  TEXT NOT NULL REFERENCES app_user (code) ON DELETE CASCADE,
  company_id BIGINT NOT NULL REFERENCES company (id) ON DELETE CASCADE,
  PRIMARY KEY (user_code, company_id)
);

-- Profiles whose users send from an account of somebody else's.
CREATE TABLE mailbox_share (
  emails_id BIGINT NOT NULL,
  profile   TEXT NOT NULL REFERENCES profile (code) ON DELETE CASCADE,
  PRIMARY KEY (emails_id, profile)
);

CREATE INDEX mailbox_share_profile ON mailbox_share (profile);
