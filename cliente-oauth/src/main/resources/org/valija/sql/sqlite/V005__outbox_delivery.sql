-- A content is accepted once a mail refers to it; what was only staged is swept.
ALTER TABLE outbox_content ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox_content ADD COLUMN sha256 BLOB;
UPDATE outbox_content SET accepted = 1 WHERE id IN (SELECT content_id FROM outbox_message);
DROP INDEX outbox_message_content;

-- Mails on their way: what is known of each beyond its envelope. due_at is 1970 for "at once", whatever clocks do.
ALTER TABLE outbox_message ADD COLUMN octets BIGINT NOT NULL DEFAULT 0;
UPDATE outbox_message SET octets = (SELECT c.octets FROM outbox_content c WHERE c.id = content_id);
ALTER TABLE outbox_message ADD COLUMN batch TEXT;
ALTER TABLE outbox_message ADD COLUMN begun_at TEXT;
ALTER TABLE outbox_message ADD COLUMN unknowns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox_message ADD COLUMN delivered_some INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox_message ADD COLUMN refused TEXT;
ALTER TABLE outbox_message ADD COLUMN cause TEXT;
ALTER TABLE outbox_message ADD COLUMN detail TEXT;
DROP INDEX outbox_message_due;
CREATE INDEX outbox_message_due ON outbox_message (emails_id, lane, id, due_at) WHERE state IN ('QUEUED', 'DEFERRED');
CREATE INDEX outbox_message_under_way ON outbox_message (emails_id, id) WHERE state IN ('SENDING', 'UNKNOWN', 'HELD');
CREATE INDEX outbox_message_batch ON outbox_message (batch) WHERE batch IS NOT NULL;

-- Every attempt with the server's reply.
CREATE TABLE outbox_attempt (
  message_id        BIGINT NOT NULL,
  number            INTEGER NOT NULL,
  begun_at          TEXT NOT NULL,
  ended_at          TEXT NOT NULL,
  node              TEXT NOT NULL,
  outcome           TEXT NOT NULL,
  cause             TEXT,
  detail            TEXT NOT NULL,
  PRIMARY KEY (message_id, number)
) WITHOUT ROWID;

-- Mails that ended, for ever or as long as is set. The id is that of outbox_message.
CREATE TABLE outbox_archive (
  id                INTEGER PRIMARY KEY,
  emails_id         BIGINT NOT NULL,
  lane              SMALLINT NOT NULL,
  state             TEXT NOT NULL,
  accepted_at       TEXT NOT NULL,
  ended_at          TEXT NOT NULL,
  sender            TEXT NOT NULL,
  recipients        TEXT NOT NULL,
  message_id        TEXT NOT NULL,
  subject           TEXT NOT NULL,
  batch             TEXT,
  attempts          INTEGER NOT NULL,
  unknowns          INTEGER NOT NULL,
  refused           TEXT,
  cause             TEXT,
  detail            TEXT,
  octets            BIGINT NOT NULL,
  sha256            BLOB,
  smtputf8          INTEGER NOT NULL,
  content_id        BIGINT
);
CREATE INDEX outbox_archive_account ON outbox_archive (emails_id, id);
CREATE INDEX outbox_archive_content ON outbox_archive (ended_at) WHERE content_id IS NOT NULL;
CREATE INDEX outbox_archive_not_sent ON outbox_archive (state, id) WHERE state <> 'SENT';
CREATE INDEX outbox_archive_batch ON outbox_archive (batch) WHERE batch IS NOT NULL;

-- What an account's deliveries share: the fence of the one drain that may write, and what keeps its mail from leaving.
CREATE TABLE outbox_account (
  emails_id         INTEGER PRIMARY KEY,
  fence             BIGINT NOT NULL,
  ordered           INTEGER NOT NULL DEFAULT 0,
  hold_reason       TEXT,
  hold_cause        TEXT,
  hold_detail       TEXT,
  held_at           TEXT,
  held_while        TEXT,
  held_connected_at TEXT,
  resume_at         TEXT,
  failures          INTEGER NOT NULL DEFAULT 0,
  minute            TEXT,
  minute_mails      INTEGER NOT NULL DEFAULT 0
);

-- What each account did in each hour: for its quota, and for whoever looks.
CREATE TABLE outbox_hour (
  emails_id         BIGINT NOT NULL,
  hour              TEXT NOT NULL,
  mails             INTEGER NOT NULL DEFAULT 0,
  recipients        INTEGER NOT NULL DEFAULT 0,
  sent              INTEGER NOT NULL DEFAULT 0,
  failed            INTEGER NOT NULL DEFAULT 0,
  cancelled         INTEGER NOT NULL DEFAULT 0,
  unknown           INTEGER NOT NULL DEFAULT 0,
  held              INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (emails_id, hour)
) WITHOUT ROWID;
CREATE INDEX outbox_hour_of_all ON outbox_hour (hour);

-- Nodes that deliver, with their last sign of life.
CREATE TABLE outbox_node (
  name              TEXT PRIMARY KEY,
  started_at        TEXT NOT NULL,
  seen_at           TEXT NOT NULL
);

-- db-scheduler's: one permanent row per account, whose execution is the account's drain.
CREATE TABLE outbox_schedule (
  task_name         TEXT NOT NULL,
  task_instance     TEXT NOT NULL,
  task_data         BLOB,
  execution_time    TIMESTAMP NOT NULL,
  picked            BOOLEAN NOT NULL,
  picked_by         TEXT,
  last_success      TIMESTAMP,
  last_failure      TIMESTAMP,
  consecutive_failures INTEGER,
  last_heartbeat    TIMESTAMP,
  version           BIGINT NOT NULL,
  priority          INTEGER,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX outbox_schedule_due ON outbox_schedule (execution_time);
CREATE INDEX outbox_schedule_heartbeat ON outbox_schedule (last_heartbeat);
