-- A draft that was handed to the outbox: the mail there tells how it goes on. The version grows with each handing over.
ALTER TABLE draft ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE draft ADD COLUMN outbox_id BIGINT;
