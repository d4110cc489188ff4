-- Who authorised us to send from which address. The names are the mission's; the secrets are ciphertext.
CREATE TABLE "Emails" (
  "Id"              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "RowVersion"      BIGINT NOT NULL,
  "CodigoUsuario"   TEXT NOT NULL,
  "IdCliente"       TEXT NOT NULL,
  "IdProveedor"     INTEGER NOT NULL,
  "EMail"           TEXT NOT NULL,
  "FechaExpiracion" TIMESTAMPTZ,
  "AccesToken"      TEXT,
  "RefreshToken"    TEXT,
  UNIQUE ("CodigoUsuario", "IdProveedor", "EMail")
);

-- What is known of each grant beyond the nine columns. The lease and the intent belong to the renewal.
CREATE TABLE grant_state (
  emails_id         BIGINT PRIMARY KEY REFERENCES "Emails" ("Id") ON DELETE CASCADE,
  state             TEXT NOT NULL,
  principal         TEXT NOT NULL,
  scopes            TEXT NOT NULL,
  generation        BIGINT NOT NULL,
  connected_at      TIMESTAMPTZ NOT NULL,
  last_used_at      TIMESTAMPTZ,
  last_refreshed_at TIMESTAMPTZ,
  error_code        TEXT,
  error_detail      TEXT,
  error_at          TIMESTAMPTZ,
  alert_sent_at     TIMESTAMPTZ,
  lease_owner       TEXT,
  lease_until       TIMESTAMPTZ,
  intent_generation BIGINT,
  intent_node       TEXT,
  intent_at         TIMESTAMPTZ
);

-- Clients registered at the providers. Replaced ones stay: the grants they obtained are renewed with them.
CREATE TABLE oauth_client (
  id                BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  provider_id       INTEGER NOT NULL,
  client_id         TEXT NOT NULL,
  client_secret     TEXT,
  client_type       TEXT NOT NULL,
  tenant            TEXT,
  secret_expires_at TIMESTAMPTZ,
  current           BOOLEAN NOT NULL,
  created_at        TIMESTAMPTZ NOT NULL
);

-- Authorisations that were begun and wait for the provider's answer; single use.
CREATE TABLE pending_authorization (
  state_hash        TEXT PRIMARY KEY,
  binding_hash      TEXT NOT NULL,
  user_code         TEXT NOT NULL,
  provider_id       INTEGER NOT NULL,
  oauth_client_id   BIGINT NOT NULL REFERENCES oauth_client (id),
  expected_email    TEXT,
  redirect_uri      TEXT NOT NULL,
  code_verifier     TEXT NOT NULL,
  nonce             TEXT NOT NULL,
  return_to         TEXT,
  created_at        TIMESTAMPTZ NOT NULL,
  expires_at        TIMESTAMPTZ NOT NULL,
  used_at           TIMESTAMPTZ
);

-- The keys that ciphertext of this database was made with: a node with another key file refuses to start.
CREATE TABLE vault_key (
  key_id            BIGINT PRIMARY KEY,
  fingerprint       TEXT NOT NULL,
  created_at        TIMESTAMPTZ NOT NULL
);
