-- The road that a client's grants are asked for; NULL is the provider's default.
ALTER TABLE oauth_client ADD COLUMN transport TEXT;

-- What an authorisation asked for: its answer is held against that, whatever is set meanwhile.
ALTER TABLE pending_authorization ADD COLUMN transport TEXT;

-- Mail accounts that do not follow what is set for their provider. Without a row an account does.
CREATE TABLE mail_account (
  emails_id         BIGINT PRIMARY KEY REFERENCES "Emails" ("Id") ON DELETE CASCADE,
  transport         TEXT NOT NULL,
  chosen_at         TIMESTAMPTZ NOT NULL
);
