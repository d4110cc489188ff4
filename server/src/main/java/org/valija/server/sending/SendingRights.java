package org.valija.server.sending;

import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;

/**
 * What the present user may do with a mail: of a document, what they may do with the document; else by {@link Function#SENDING}.
 * A document that is not there any more forbids nothing: that nothing can be sent is told with the draft. Thread-safe.
 */
@Component
class SendingRights {

    private final ObjectProvider<DocumentDispatch> documents;
    private final CurrentUser current;

    SendingRights(ObjectProvider<DocumentDispatch> documents, CurrentUser current) {
        this.documents = documents;
        this.current = current;
    }

    /** @throws org.springframework.security.access.AccessDeniedException when the profile does not permit it */
    void must(Operation operation, Optional<DraftDocument> document) {
        if (document.isPresent()) {
            documents.getObject().must(operation, document.get());
        } else {
            current.must(Function.SENDING, operation);
        }
    }

    /** Whether the profile permits it. */
    boolean may(Operation operation, Optional<DraftDocument> document) {
        return document.map(known -> documents.getObject().may(operation, known))
                .orElseGet(() -> current.may(Function.SENDING, operation));
    }
}
