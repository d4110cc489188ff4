-- Documents that are sent together. Mail is handed to the outbox little by little by one node at a time, which holds it.
CREATE TABLE bulk_delivery (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  company_id   BIGINT NOT NULL,
  user_code    TEXT NOT NULL,
  name         TEXT NOT NULL,
  state        TEXT NOT NULL,
  emails_id    BIGINT,
  with_xml     INTEGER NOT NULL,
  with_pdf     INTEGER NOT NULL,
  copy_to_me   INTEGER NOT NULL,
  send_again   INTEGER NOT NULL,
  documents    INTEGER NOT NULL,
  handed_in    INTEGER NOT NULL DEFAULT 0,
  sent         INTEGER NOT NULL DEFAULT 0,
  not_sent     INTEGER NOT NULL DEFAULT 0,
  created_at   TEXT NOT NULL,
  started_at   TEXT,
  ended_at     TEXT,
  held_by      TEXT,
  held_until   TEXT
);

CREATE INDEX bulk_delivery_at_work ON bulk_delivery (id) WHERE state IN ('CHECKING', 'RUNNING', 'STOPPING');

CREATE INDEX bulk_delivery_of_user ON bulk_delivery (user_code, id);

-- Each document of it, in its order, with what the report says when the document is no more.
CREATE TABLE bulk_delivery_item (
  bulk_id      BIGINT NOT NULL REFERENCES bulk_delivery (id) ON DELETE CASCADE,
  seq          INTEGER NOT NULL,
  document_id  BIGINT NOT NULL,
  state        TEXT NOT NULL,
  kind         TEXT NOT NULL DEFAULT '',
  number       TEXT NOT NULL DEFAULT '',
  recipient    TEXT NOT NULL DEFAULT '',
  addresses    TEXT NOT NULL DEFAULT '',
  earlier_at   TEXT,
  trouble      TEXT NOT NULL DEFAULT '',
  outbox_id    BIGINT,
  PRIMARY KEY (bulk_id, seq),
  UNIQUE (bulk_id, document_id)
) WITHOUT ROWID;

CREATE INDEX bulk_delivery_item_state ON bulk_delivery_item (bulk_id, state, seq);

CREATE INDEX bulk_delivery_item_mail ON bulk_delivery_item (outbox_id) WHERE outbox_id IS NOT NULL;
