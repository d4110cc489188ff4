-- What of ours keeps a document of a bulk delivery waiting, which is tried again.
ALTER TABLE bulk_delivery ADD COLUMN trouble TEXT NOT NULL DEFAULT '';

CREATE INDEX bulk_delivery_paused ON bulk_delivery (id) WHERE state = 'PAUSED';

-- By which documents find their beneficiary again that was deleted and is back.
CREATE INDEX document_of_rfc ON document (company_id, beneficiary_rfc);
