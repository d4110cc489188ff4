package org.valija.server.documents;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param documents the latest first
 * @param after where the next part begins; empty at the end
 */
public record DocumentPage(List<Document> documents, Optional<DocumentKey> after) {

    public DocumentPage {
        documents = List.copyOf(documents);
    }
}
