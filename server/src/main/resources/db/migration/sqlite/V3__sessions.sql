-- Login sessions, by the hash of the cookie's value; attributes are sealed with a key made from that value.
CREATE TABLE web_session (
  id_hash        TEXT PRIMARY KEY,
  user_code      TEXT,
  created_at     TEXT NOT NULL,
  last_access_at TEXT NOT NULL,
  expires_at     TEXT NOT NULL
);

CREATE INDEX web_session_of_user ON web_session (user_code);

CREATE INDEX web_session_expiry ON web_session (expires_at);

CREATE TABLE web_session_attribute (
  id_hash TEXT NOT NULL REFERENCES web_session (id_hash) ON DELETE CASCADE,
  name    TEXT NOT NULL,
  sealed  BLOB NOT NULL,
  PRIMARY KEY (id_hash, name)
);

-- Attempts to enter that were not (or not yet) right, by the hash of user and address.
CREATE TABLE entry_attempt (
  pair_hash TEXT PRIMARY KEY,
  attempts  INTEGER NOT NULL,
  last_at   TEXT NOT NULL
);

CREATE INDEX entry_attempt_age ON entry_attempt (last_at);
