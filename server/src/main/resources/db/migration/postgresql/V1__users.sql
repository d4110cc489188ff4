-- Who may enter, and what is remembered of them.
CREATE TABLE app_user (
  code           TEXT PRIMARY KEY,
  name           TEXT NOT NULL,
  recovery_email TEXT NOT NULL,
  profile        TEXT NOT NULL,
  active         BOOLEAN NOT NULL,
  clave_hash     TEXT NOT NULL,
  must_change    BOOLEAN NOT NULL,
  oauth_option   BOOLEAN NOT NULL,
  created_at     TIMESTAMPTZ NOT NULL,
  last_entry_at  TIMESTAMPTZ
);
