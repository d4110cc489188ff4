-- Who authorised us to send from which address. The names are the mission's; the secrets are ciphertext.
CREATE TABLE "Emails" (
  "Id"              INTEGER PRIMARY KEY AUTOINCREMENT,
  "RowVersion"      BIGINT NOT NULL,
  "CodigoUsuario"   TEXT NOT NULL,
  "IdCliente"       TEXT NOT NULL,
  "IdProveedor"     INTEGER NOT NULL,
  "EMail"           TEXT NOT NULL,
  "FechaExpiracion" TEXT,
  "AccesToken"      TEXT,
  "RefreshToken"    TEXT,
  UNIQUE ("CodigoUsuario", "IdProveedor", "EMail")
);

-- What is known of each grant beyond the nine columns. The lease and the intent belong to the renewal.
CREATE TABLE grant_state (
  emails_id         INTEGER PRIMARY KEY REFERENCES "Emails" ("Id") ON DELETE CASCADE,
  state             TEXT NOT NULL,
  principal         TEXT NOT NULL,
  scopes            TEXT NOT NULL,
  generation        BIGINT NOT NULL,
  connected_at      TEXT NOT NULL,
  last_used_at      TEXT,
  last_refreshed_at TEXT,
  error_code        TEXT,
  error_detail      TEXT,
  error_at          TEXT,
  alert_sent_at     TEXT,
  lease_owner       TEXT,
  lease_until       TEXT,
  intent_generation BIGINT,
  intent_node       TEXT,
  intent_at         TEXT
);

-- Clients registered at the providers. Replaced ones stay: the grants they obtained are renewed with them.
CREATE TABLE oauth_client (
  id                INTEGER PRIMARY KEY AUTOINCREMENT,
  provider_id       INTEGER NOT NULL,
  client_id         TEXT NOT NULL,
  client_secret     TEXT,
  client_type       TEXT NOT NULL,
  tenant            TEXT,
  secret_expires_at TEXT,
  current           INTEGER NOT NULL,
  created_at        TEXT NOT NULL
);

-- Authorisations that were begun and wait for the provider's answer; single use.
CREATE TABLE pending_authorization (
  state_hash        TEXT PRIMARY KEY,
  binding_hash      TEXT NOT NULL,
  user_code         TEXT NOT NULL,
  provider_id       INTEGER NOT NULL,
  oauth_client_id   INTEGER NOT NULL REFERENCES oauth_client (id),
  expected_email    TEXT,
  redirect_uri      TEXT NOT NULL,
  code_verifier     TEXT NOT NULL,
  nonce             TEXT NOT NULL,
  return_to         TEXT,
  created_at        TEXT NOT NULL,
  expires_at        TEXT NOT NULL,
  used_at           TEXT
);

-- The keys that ciphertext of this database was made with: a node with another key file refuses to start.
CREATE TABLE vault_key (
  key_id            BIGINT PRIMARY KEY,
  fingerprint       TEXT NOT NULL,
  created_at        TEXT NOT NULL
);
