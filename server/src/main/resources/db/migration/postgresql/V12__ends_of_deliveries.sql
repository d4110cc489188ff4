-- Which node a draft is being sent from with a password: another's start leaves it alone.
ALTER TABLE draft ADD COLUMN node TEXT;

-- What failed or was taken back does not count as a sending of its document.
UPDATE document SET
  sent_count = (SELECT COUNT(*) FROM document_delivery d
    WHERE d.document_id = document.id AND d.state NOT IN ('FAILED', 'CANCELLED')),
  last_sent_at = (SELECT MAX(d.accepted_at) FROM document_delivery d
    WHERE d.document_id = document.id AND d.state NOT IN ('FAILED', 'CANCELLED'))
WHERE EXISTS (SELECT 1 FROM document_delivery d WHERE d.document_id = document.id AND d.state IN ('FAILED', 'CANCELLED'));
