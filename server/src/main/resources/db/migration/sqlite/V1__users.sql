-- Who may enter, and what is remembered of them.
CREATE TABLE app_user (
  code           TEXT PRIMARY KEY,
  name           TEXT NOT NULL,
  recovery_email TEXT NOT NULL,
  profile        TEXT NOT NULL,
  active         INTEGER NOT NULL,
  clave_hash     TEXT NOT NULL,
  must_change    INTEGER NOT NULL,
  oauth_option   INTEGER NOT NULL,
  created_at     TEXT NOT NULL,
  last_entry_at  TEXT
);
