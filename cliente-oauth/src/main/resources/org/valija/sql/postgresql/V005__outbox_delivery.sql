-- A content is accepted once a mail refers to it; what was only staged is swept.
ALTER TABLE outbox_content ADD COLUMN accepted BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE outbox_content ADD COLUMN sha256 BYTEA;
UPDATE outbox_content SET accepted = TRUE WHERE id IN (SELECT content_id FROM outbox_message);
DROP INDEX outbox_message_content;

-- Mails on their way: what is known of each beyond its envelope. due_at is 1970 for "at once", whatever clocks do.
ALTER TABLE outbox_message ADD COLUMN octets BIGINT NOT NULL DEFAULT 0;
UPDATE outbox_message SET octets = (SELECT c.octets FROM outbox_content c WHERE c.id = content_id);
ALTER TABLE outbox_message ADD COLUMN batch TEXT;
ALTER TABLE outbox_message ADD COLUMN begun_at TIMESTAMPTZ;
ALTER TABLE outbox_message ADD COLUMN unknowns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox_message ADD COLUMN delivered_some BOOLEAN NOT NULL DEFAULT FALSE;
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
  begun_at          TIMESTAMPTZ NOT NULL,
  ended_at          TIMESTAMPTZ NOT NULL,
  node              TEXT NOT NULL,
  outcome           TEXT NOT NULL,
  cause             TEXT,
  detail            TEXT NOT NULL,
  PRIMARY KEY (message_id, number)
);

-- Mails that ended, for ever or as long as is set, in partitions by month of their end, so that old ones go by DROP. The
-- id is that of outbox_message.
CREATE TABLE outbox_archive (
  id                BIGINT NOT NULL,
  emails_id         BIGINT NOT NULL,
  lane              SMALLINT NOT NULL,
  state             TEXT NOT NULL,
  accepted_at       TIMESTAMPTZ NOT NULL,
  ended_at          TIMESTAMPTZ NOT NULL,
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
  sha256            BYTEA,
  smtputf8          BOOLEAN NOT NULL,
  content_id        BIGINT,
  PRIMARY KEY (id, ended_at)
) PARTITION BY RANGE (ended_at);

-- Takes what no month's partition takes.
CREATE TABLE outbox_archive_rest PARTITION OF outbox_archive DEFAULT;
CREATE INDEX outbox_archive_account ON outbox_archive (emails_id, id);
CREATE INDEX outbox_archive_content ON outbox_archive (ended_at) WHERE content_id IS NOT NULL;
CREATE INDEX outbox_archive_not_sent ON outbox_archive (state, id) WHERE state <> 'SENT';
CREATE INDEX outbox_archive_batch ON outbox_archive (batch) WHERE batch IS NOT NULL;

-- What an account's deliveries share: the fence of the one drain that may write, and what keeps its mail from leaving.
CREATE TABLE outbox_account (
  emails_id         BIGINT PRIMARY KEY,
  fence             BIGINT NOT NULL,
  ordered           BOOLEAN NOT NULL DEFAULT FALSE,
  hold_reason       TEXT,
  hold_cause        TEXT,
  hold_detail       TEXT,
  held_at           TIMESTAMPTZ,
  held_while        TEXT,
  held_connected_at TIMESTAMPTZ,
  resume_at         TIMESTAMPTZ,
  failures          INTEGER NOT NULL DEFAULT 0,
  minute            TIMESTAMPTZ,
  minute_mails      INTEGER NOT NULL DEFAULT 0
);

-- What each account did in each hour: for its quota, and for whoever looks.
CREATE TABLE outbox_hour (
  emails_id         BIGINT NOT NULL,
  hour              TIMESTAMPTZ NOT NULL,
  mails             INTEGER NOT NULL DEFAULT 0,
  recipients        INTEGER NOT NULL DEFAULT 0,
  sent              INTEGER NOT NULL DEFAULT 0,
  failed            INTEGER NOT NULL DEFAULT 0,
  cancelled         INTEGER NOT NULL DEFAULT 0,
  unknown           INTEGER NOT NULL DEFAULT 0,
  held              INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (emails_id, hour)
);
CREATE INDEX outbox_hour_of_all ON outbox_hour (hour);

-- Nodes that deliver, with their last sign of life.
CREATE TABLE outbox_node (
  name              TEXT PRIMARY KEY,
  started_at        TIMESTAMPTZ NOT NULL,
  seen_at           TIMESTAMPTZ NOT NULL
);

-- db-scheduler's: one permanent row per account, whose execution is the account's drain.
CREATE TABLE outbox_schedule (
  task_name         TEXT NOT NULL,
  task_instance     TEXT NOT NULL,
  task_data         BYTEA,
  execution_time    TIMESTAMPTZ NOT NULL,
  picked            BOOLEAN NOT NULL,
  picked_by         TEXT,
  last_success      TIMESTAMPTZ,
  last_failure      TIMESTAMPTZ,
  consecutive_failures INTEGER,
  last_heartbeat    TIMESTAMPTZ,
  version           BIGINT NOT NULL,
  priority          INTEGER,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX outbox_schedule_due ON outbox_schedule (execution_time);
CREATE INDEX outbox_schedule_heartbeat ON outbox_schedule (last_heartbeat);

-- Rows come and go: dead ones are removed before the table and its index grow.
ALTER TABLE outbox_message SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0, fillfactor = 70);
ALTER TABLE outbox_schedule SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200, fillfactor = 50);
ALTER TABLE outbox_account SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200, fillfactor = 50);
ALTER TABLE outbox_hour SET (fillfactor = 50);
