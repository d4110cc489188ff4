-- Tells the same document, handed in again under its key, from another one.
ALTER TABLE document ADD COLUMN fingerprint TEXT;

-- The same file is another report in another month, or as another kind.
UPDATE document SET identity = 'sha256:' || kind || ':' || period || ':' || substr(identity, 8)
WHERE kind <> 'RETENCION' AND identity LIKE 'sha256:%';
