-- Those that wait are counted from the index alone: by account, lane and whether they were put off.
DROP INDEX outbox_message_due;
CREATE INDEX outbox_message_due ON outbox_message (emails_id, lane, id, due_at, state) WHERE state IN ('QUEUED', 'DEFERRED');
