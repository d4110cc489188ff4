package org.valija.server.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.valija.server.documents.Document;

/** Where the sending of documents stands at this moment. Used by the templates. Thread-safe. */
@Component("documentStandings")
public class DocumentStandings {

    private final DocumentDeliveryTable table;

    DocumentStandings(DocumentDeliveryTable table) {
        this.table = table;
    }

    /** By a document's id its last sending that counts, else its last one; nothing of what was never sent. */
    public Map<Long, Standing> of(List<Document> documents) {
        Map<Long, Standing> standings = new HashMap<>();
        for (Standing next :
                table.standings(documents.stream().map(Document::id).toList())) {
            standings.merge(
                    next.documentId(), next, (before, later) -> later.counts() || !before.counts() ? later : before);
        }
        return Map.copyOf(standings);
    }
}
