-- The octets of a content of one part that is accepted with its mail lie in its own row: a second one, with its index and its
-- look back at the first, takes longer to write than the octets.
ALTER TABLE outbox_content ADD COLUMN whole BYTEA;
ALTER TABLE outbox_content ALTER COLUMN whole SET STORAGE EXTERNAL;
