-- Programs that may call: their tokens, by the hash of the token's value.
CREATE TABLE api_token (
  id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  token_hash   TEXT NOT NULL UNIQUE,
  hint         TEXT NOT NULL,
  name         TEXT NOT NULL,
  scopes       TEXT NOT NULL,
  user_code    TEXT,
  created_by   TEXT NOT NULL,
  created_at   TIMESTAMPTZ NOT NULL,
  expires_at   TIMESTAMPTZ NOT NULL,
  last_used_at TIMESTAMPTZ,
  revoked_at   TIMESTAMPTZ
);

-- What was asked for under an idempotency key, to tell the same request from another one.
CREATE TABLE api_request (
  key_hash    TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  message_id  BIGINT NOT NULL,
  accepted_at TIMESTAMPTZ NOT NULL
);

-- Authorisations that programs have begun, by the hash of what stands in the address that is opened.
CREATE TABLE api_authorization (
  id          TEXT PRIMARY KEY,
  link_hash   TEXT NOT NULL UNIQUE,
  token_id    BIGINT NOT NULL,
  program     TEXT NOT NULL,
  user_code   TEXT NOT NULL,
  provider_id INTEGER NOT NULL,
  email       TEXT NOT NULL,
  created_at  TIMESTAMPTZ NOT NULL,
  expires_at  TIMESTAMPTZ NOT NULL,
  refused_at  TIMESTAMPTZ
);

CREATE INDEX api_authorization_expiry ON api_authorization (expires_at);
