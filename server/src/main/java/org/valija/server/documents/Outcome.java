package org.valija.server.documents;

import java.util.Optional;

/** What became of a file. */
public sealed interface Outcome {

    /** Its name, without folders. */
    String fileName();

    /** The document that it is of, where there is one. */
    Optional<Document> document();

    /** It is a new document. */
    record Stored(String fileName, Document stored) implements Outcome {
        @Override
        public Optional<Document> document() {
            return Optional.of(stored);
        }
    }

    /** It is the stamped XML of a draft that was here, and has taken its place. */
    record Stamped(String fileName, Document stored) implements Outcome {
        @Override
        public Optional<Document> document() {
            return Optional.of(stored);
        }
    }

    /** It was joined to a document that was here. */
    record Joined(String fileName, Document stored) implements Outcome {
        @Override
        public Optional<Document> document() {
            return Optional.of(stored);
        }
    }

    /** It was here already, and nothing changed. */
    record Known(String fileName, Document stored) implements Outcome {
        @Override
        public Optional<Document> document() {
            return Optional.of(stored);
        }
    }

    /** It was not taken, and nothing of it is kept. */
    record Refused(String fileName, Refusal reason) implements Outcome {
        @Override
        public Optional<Document> document() {
            return Optional.empty();
        }

        /** Whether it may be taken another time as it is. */
        public boolean isTransient() {
            return reason.key().equals(Refusal.UNREADABLE) || reason.key().equals(Refusal.FAILED);
        }
    }
}
