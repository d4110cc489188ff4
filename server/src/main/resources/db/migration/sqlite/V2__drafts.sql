-- Mails being written and what became of them. Attachments are kept in rows of 256 KB.
CREATE TABLE draft (
  id            TEXT PRIMARY KEY,
  user_code     TEXT NOT NULL,
  state         TEXT NOT NULL,
  from_address  TEXT NOT NULL,
  to_list       TEXT NOT NULL,
  cc_list       TEXT NOT NULL,
  bcc_list      TEXT NOT NULL,
  reply_to      TEXT NOT NULL,
  subject       TEXT NOT NULL,
  body          TEXT NOT NULL,
  signature     TEXT NOT NULL,
  copy_to_me    INTEGER NOT NULL,
  oauth         INTEGER NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL,
  result_code   TEXT,
  result_detail TEXT,
  message_id    TEXT,
  refused       TEXT,
  result_at     TEXT
);

CREATE INDEX draft_of_user ON draft (user_code, updated_at);

CREATE TABLE draft_attachment (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  draft_id   TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
  content_id TEXT NOT NULL,
  file_name  TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size       BIGINT NOT NULL,
  sha256     TEXT NOT NULL
);

CREATE INDEX draft_attachment_of_draft ON draft_attachment (draft_id);

CREATE TABLE draft_content (
  content_id TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  octets     BLOB NOT NULL,
  PRIMARY KEY (content_id, seq)
);
