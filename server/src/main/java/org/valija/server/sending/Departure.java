package org.valija.server.sending;

import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.valija.server.users.Operation;
import org.valija.server.web.FieldErrors;

/** <em>Enviar</em>: what is wrong is told, what the catalogue does not know is asked, and what remains leaves. Thread-safe. */
@Component
class Departure {

    private final DraftCheck check;
    private final Handover handover;
    private final Sendings sendings;
    private final SendingRights rights;
    private final ObjectProvider<DocumentDispatch> documents;

    Departure(
            DraftCheck check,
            Handover handover,
            Sendings sendings,
            SendingRights rights,
            ObjectProvider<DocumentDispatch> documents) {
        this.check = check;
        this.handover = handover;
        this.sendings = sendings;
        this.rights = rights;
        this.documents = documents;
    }

    /** Whether the catalogue is to have the address that was typed. */
    enum Reply {
        NOT_ASKED,
        YES,
        NO;

        /** By the button that was pressed. */
        static Optional<Reply> of(String action) {
            return switch (action) {
                case "enviar" -> Optional.of(NOT_ASKED);
                case "enviar-si" -> Optional.of(YES);
                case "enviar-no" -> Optional.of(NO);
                default -> Optional.empty();
            };
        }
    }

    /** What is said to it. */
    sealed interface Answer {
        /** The draft must be mended first. */
        record Mend(FieldErrors errors) implements Answer {}

        /** It leaves once this is answered. */
        record Asks(CatalogueQuestion question) implements Answer {}

        /** It leaves, or its page tells why it cannot. */
        record Leaves() implements Answer {}
    }

    /**
     * Sends a draft.
     *
     * @param version that the page showed
     * @param password for a server that takes one; not kept
     * @throws org.springframework.security.access.AccessDeniedException when the profile does not permit it
     */
    Answer send(Draft draft, int version, String password, Reply reply) {
        rights.must(Operation.RUN, draft.document());
        FieldErrors errors = check.all(draft, password);
        if (!errors.isEmpty()) {
            return new Answer.Mend(errors);
        }
        Optional<CatalogueQuestion> question =
                reply == Reply.NOT_ASKED && draft.document().isPresent()
                        ? documents.getObject().question(draft)
                        : Optional.empty();
        if (question.isPresent()) {
            return new Answer.Asks(question.get());
        }
        Acceptance acceptance =
                draft.content().oauth() ? handover.accept(draft, version) : sendings.start(draft, password);
        if (acceptance == Acceptance.SENT_MEANWHILE) {
            return new Answer.Mend(check.all(draft, password));
        }
        if (reply == Reply.YES) {
            documents.getObject().updateCatalogue(draft);
        }
        return new Answer.Leaves();
    }
}
