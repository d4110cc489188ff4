package org.valija.server.documents;

import org.springframework.stereotype.Component;

/** Deletes what processes left that ended while files came in. Thread-safe. */
@Component
public class DocumentUpkeep {

    private final DocumentFiles files;

    DocumentUpkeep(DocumentFiles files) {
        this.files = files;
    }

    public void run() {
        files.sweep();
    }
}
