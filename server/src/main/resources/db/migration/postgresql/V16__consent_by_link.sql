-- Links by which a person authorises a mailbox without entering, by the hash of what stands in the address. Whoever made one
-- is a program with a token, an administrator, or an alert. While claimed_at is fresh, one answer of the provider is on its way.
CREATE TABLE consent_link (
  id           TEXT PRIMARY KEY,
  link_hash    TEXT NOT NULL UNIQUE,
  origin       TEXT NOT NULL,
  token_id     BIGINT,
  asker        TEXT NOT NULL,
  user_code    TEXT NOT NULL,
  provider_id  INTEGER NOT NULL,
  email        TEXT NOT NULL,
  mail_to      TEXT,
  outbox_id    BIGINT,
  created_at   TIMESTAMPTZ NOT NULL,
  expires_at   TIMESTAMPTZ NOT NULL,
  opened_at    TIMESTAMPTZ,
  refused_at   TIMESTAMPTZ,
  claimed_at   TIMESTAMPTZ,
  given_at     TIMESTAMPTZ,
  cancelled_at TIMESTAMPTZ,
  noticed_at   TIMESTAMPTZ
);

CREATE INDEX consent_link_age ON consent_link (created_at);

CREATE INDEX consent_link_mail ON consent_link (outbox_id);

INSERT INTO consent_link (id, link_hash, origin, token_id, asker, user_code, provider_id, email, created_at, expires_at, refused_at)
  SELECT id, link_hash, 'PROGRAM', token_id, program, user_code, provider_id, email, created_at, expires_at, refused_at
  FROM api_authorization;

DROP TABLE api_authorization;
