-- Which authentication a hold is about: a later one ends it, whatever the clocks of the nodes say.
ALTER TABLE outbox_account ADD COLUMN held_connected_at TIMESTAMPTZ;
