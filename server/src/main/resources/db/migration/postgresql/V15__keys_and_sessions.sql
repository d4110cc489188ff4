-- Where a session was begun, as its user recognises it.
ALTER TABLE web_session ADD COLUMN device TEXT NOT NULL DEFAULT '';

ALTER TABLE web_session ADD COLUMN address TEXT NOT NULL DEFAULT '';

-- Browsers that a user has entered with, by the hash of their cookie's value: strangers' attempts do not slow them.
CREATE TABLE known_device (
  device_hash   TEXT NOT NULL,
  user_code     TEXT NOT NULL,
  last_entry_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (device_hash, user_code)
);

CREATE INDEX known_device_age ON known_device (last_entry_at);

-- The second factor of users that have one. The mark is another with each; the step is that of the last code that was taken.
CREATE TABLE second_factor (
  user_code TEXT PRIMARY KEY,
  secret    TEXT NOT NULL,
  mark      TEXT NOT NULL,
  last_step BIGINT NOT NULL,
  since     TIMESTAMPTZ NOT NULL
);

-- Codes that serve once in place of it; a used one is deleted.
CREATE TABLE recovery_code (
  id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_code TEXT NOT NULL REFERENCES second_factor (user_code) ON DELETE CASCADE,
  code_hash TEXT NOT NULL
);

CREATE INDEX recovery_code_of_user ON recovery_code (user_code);
