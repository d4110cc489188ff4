-- Those that wait are counted from the indexes alone: by account, lane, state and why they are held.
DROP INDEX outbox_message_due;
CREATE INDEX outbox_message_due ON outbox_message (emails_id, lane, id, due_at, state) WHERE state IN ('QUEUED', 'DEFERRED');
DROP INDEX outbox_message_under_way;
CREATE INDEX outbox_message_under_way ON outbox_message (emails_id, id, lane, state, hold_reason)
  WHERE state IN ('SENDING', 'UNKNOWN', 'HELD');
