-- A key is first handed to all nodes, then seals, then is retired: a node must hold those in use, and only those.
ALTER TABLE vault_key ADD COLUMN in_use_since TIMESTAMPTZ;
ALTER TABLE vault_key ADD COLUMN retired_at TIMESTAMPTZ;
UPDATE vault_key SET in_use_since = created_at;
