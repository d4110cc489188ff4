-- The account that sends what the installation itself has to say: one row, or none while it is not chosen.
CREATE TABLE system_mailbox (
  only_row  INTEGER PRIMARY KEY CHECK (only_row = 1),
  emails_id BIGINT NOT NULL
);

-- Keys that somebody asked to recover and nobody has looked into yet. Codes are hashed: keys are sometimes typed in their place.
CREATE TABLE recovery_request (
  id        TEXT PRIMARY KEY,
  code_hash TEXT NOT NULL,
  console   TEXT NOT NULL,
  language  TEXT NOT NULL,
  asked_at  TIMESTAMPTZ NOT NULL
);

CREATE INDEX recovery_request_age ON recovery_request (asked_at);

-- Links that are good, by the hash of their token. The mark is of the user's key and address at the time.
CREATE TABLE recovery_link (
  token_hash TEXT PRIMARY KEY,
  user_code  TEXT NOT NULL,
  mark       TEXT NOT NULL,
  outbox_id  BIGINT NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX recovery_link_of_user ON recovery_link (user_code);

CREATE INDEX recovery_link_expiry ON recovery_link (expires_at);
