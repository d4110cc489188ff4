-- The accounts that send what the installation itself has to say, in the order in which they are tried.
CREATE TABLE system_mailbox_account (
  position  INTEGER PRIMARY KEY,
  emails_id BIGINT NOT NULL UNIQUE
);

INSERT INTO system_mailbox_account (position, emails_id) SELECT 1, emails_id FROM system_mailbox;

DROP TABLE system_mailbox;

-- What somebody must hear of. While it lasts, open_key names it, so that it is told once, whichever nodes see it.
CREATE TABLE alert (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id    TEXT NOT NULL UNIQUE,
  kind        TEXT NOT NULL,
  open_key    TEXT UNIQUE,
  emails_id   BIGINT,
  provider_id INTEGER,
  email       TEXT NOT NULL,
  user_code   TEXT NOT NULL,
  cause       TEXT NOT NULL,
  detail      TEXT NOT NULL,
  days        INTEGER,
  created_at  TEXT NOT NULL,
  ended_at    TEXT,
  mailed_at   TEXT
);

CREATE INDEX alert_age ON alert (created_at);

-- The authentication of each account that was told of last: a later one is told of as new.
CREATE TABLE told_connection (
  emails_id    BIGINT PRIMARY KEY,
  connected_at TEXT NOT NULL
);

INSERT INTO told_connection (emails_id, connected_at) SELECT emails_id, connected_at FROM grant_state;

-- Administrators who get alerts by mail.
CREATE TABLE alert_recipient (
  user_code TEXT PRIMARY KEY
);

INSERT INTO alert_recipient (user_code) VALUES ('SUPERVISOR');

-- Where links in alerts lead to, as an administrator's browser reached the console.
CREATE TABLE alert_console (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  address  TEXT NOT NULL
);

-- Where events are posted to: one row, or none. The secret is sealed by the vault.
CREATE TABLE webhook (
  name       TEXT PRIMARY KEY,
  address    TEXT NOT NULL,
  secret     TEXT NOT NULL,
  changed_at TEXT NOT NULL
);

-- Events on their way to the webhook, and how they ended.
CREATE TABLE webhook_delivery (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id     TEXT NOT NULL,
  kind         TEXT NOT NULL,
  body         TEXT NOT NULL,
  created_at   TEXT NOT NULL,
  attempts     INTEGER NOT NULL DEFAULT 0,
  next_at      TEXT,
  claimed_at   TEXT,
  last_at      TEXT,
  status       INTEGER,
  error        TEXT,
  delivered_at TEXT
);

CREATE INDEX webhook_delivery_due ON webhook_delivery (next_at);
