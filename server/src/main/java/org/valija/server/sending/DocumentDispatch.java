package org.valija.server.sending;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.ui.Model;
import org.valija.mail.Attachment;
import org.valija.server.users.Operation;
import org.valija.server.web.FieldErrors;

/** What the feature that sends documents brings to the dialog when a mail is of a document. Implementations are thread-safe. */
public interface DocumentDispatch {

    /**
     * Puts into the model what the fragments of {@code delivery/dialog} show.
     *
     * @return whether the document is still there
     */
    boolean fill(DraftDocument document, Model model);

    /** Whether the present user may do that with the document, or there is none. */
    boolean may(Operation operation, DraftDocument document);

    /**
     * @throws org.springframework.security.access.AccessDeniedException unless the present user may do that with the document,
     *     or there is none
     */
    void must(Operation operation, DraftDocument document);

    /** What must be mended before the document leaves. */
    void check(Draft draft, FieldErrors errors);

    /** The text as it is sent, with what it leaves open filled. */
    DraftContent filled(DraftContent content, DraftDocument document);

    /** The mail with the text that the document names in its place, filled. */
    DraftContent rewritten(DraftContent content, DraftDocument document);

    /** What goes along, before the files that the author chose. */
    List<Attachment> attachments(DraftDocument document);

    /**
     * Differs where text or attachments would.
     *
     * @throws org.springframework.web.server.ResponseStatusException when there is no such document
     */
    String state(DraftDocument document);

    /** What is asked before a mail leaves whose address the catalogue does not know. */
    Optional<CatalogueQuestion> question(Draft draft);

    /** The answer was yes. */
    void updateCatalogue(Draft draft);

    /**
     * A line of the record.
     *
     * @param id of the line
     * @param key that names this sending once and for all
     */
    record Line(long id, String key) {}

    /** What is about to leave, read and put together: the transaction that accepts it reads by its own connection alone. */
    @FunctionalInterface
    interface Departing {

        /**
         * Writes it into the record, in the transaction that accepts it.
         *
         * @return empty when somebody has got the document since it was checked, and the transaction is to be rolled back
         */
        Optional<Line> write(Connection connection) throws SQLException;
    }

    /**
     * Reads, before the transaction that accepts a mail, what the record is to say of it.
     *
     * @param grantId account that sends it; empty when it is sent with a password
     * @throws org.springframework.web.server.ResponseStatusException when there is no such document
     */
    Departing departing(Draft draft, PreparedMail mail, OptionalLong grantId);

    /** Names the mail of a line. */
    void handedIn(Connection connection, Line line, long outboxId) throws SQLException;

    /** How a mail ended that was sent with a password, in the transaction that notes it with the draft. */
    void ended(Connection connection, String draftId, DraftState state, DraftResult result) throws SQLException;
}
