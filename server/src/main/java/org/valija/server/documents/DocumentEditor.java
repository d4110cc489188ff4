package org.valija.server.documents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Service;
import org.valija.server.documents.DocumentFileTable.NewFile;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Operation;
import org.valija.server.web.FieldErrors;

/**
 * Documents whose data are typed, and what may be done with those that are here, by who may: with documents of their kind and for
 * their company. A document is deleted by who brought it or by who administers, and only as long as it was never sent.
 * Thread-safe.
 */
@Service
public class DocumentEditor {

    private final DocumentCheck check;
    private final DocumentStore store;
    private final Documents documents;
    private final FileReading reading;
    private final CurrentUser current;
    private final MessageSource messages;

    DocumentEditor(
            DocumentCheck check,
            DocumentStore store,
            Documents documents,
            FileReading reading,
            CurrentUser current,
            MessageSource messages) {
        this.check = check;
        this.store = store;
        this.documents = documents;
        this.reading = reading;
        this.current = current;
        this.messages = messages;
    }

    /** What came of it. */
    public sealed interface Written {

        /** It is stored. */
        record Done(Document document) implements Written {}

        /** The same came before; nothing changed. */
        record Known(Document document) implements Written {}

        /** Another stands in its place: one added under that identity, or what somebody else made of it. Nothing changed. */
        record Differs(Document document) implements Written {}

        /** Something is wrong; nothing of it is kept. */
        record Wrong(FieldErrors errors) implements Written {}
    }

    /**
     * Adds a document with its files.
     *
     * @param identity the caller's own name for it, under which it is added once and no other; without one it is always
     *     another
     * @throws IOException when a file cannot be read; nothing is kept then
     * @throws org.springframework.security.access.AccessDeniedException for who may not add such a one for that company
     */
    public Written add(
            DocumentFields fields, List<IncomingFile> files, Source source, String by, Optional<String> identity)
            throws IOException {
        fields.kind().ifPresent(kind -> current.must(kind.function(), Operation.CREATE));
        fields.companyId().ifPresent(current::mustSee);
        FieldErrors errors = check.errors(fields);
        List<FileReading.Checked> checked = new ArrayList<>();
        for (IncomingFile file : files) {
            check(file, checked, errors);
        }
        if (!errors.isEmpty()) {
            return new Written.Wrong(errors);
        }
        long company = fields.companyId().orElseThrow();
        String fingerprint = DocumentFingerprint.of(fields, checked);
        Optional<Document> before = identity.flatMap(known -> store.identified(company, known));
        if (before.isPresent()) {
            return known(before.get(), fingerprint);
        }
        NewDocument document = check.document(fields, source, by, identity, identity.map(_ -> fingerprint));
        List<NewFile> kept = reading.keep(checked);
        Optional<Document> added = store.add(document, kept);
        return added.isPresent()
                ? new Written.Done(added.get())
                : known(store.identified(company, identity.orElseThrow()).orElseThrow(), fingerprint);
    }

    private Written known(Document document, String fingerprint) {
        return store.isOf(document, fingerprint) ? new Written.Known(document) : new Written.Differs(document);
    }

    private void check(IncomingFile file, List<FileReading.Checked> checked, FieldErrors errors) throws IOException {
        try {
            FileReading.Checked one = reading.check(file);
            boolean taken = one.type().role() != DocumentFile.Role.OTHER
                    && checked.stream().anyMatch(other -> other.type() == one.type());
            if (taken) {
                errors.add("files", "documents.refused.second", one.name());
            } else {
                checked.add(one);
            }
        } catch (RefusedFileException e) {
            errors.add(
                    "files",
                    "error.documents.file",
                    file.name(),
                    messages.getMessage(e.refusal().key(), e.refusal().values(), LocaleContextHolder.getLocale()));
        }
    }

    /** What tells the data of a document as they are now from what somebody else makes of them. */
    public static String version(Document document) {
        return DocumentFingerprint.of(DocumentFields.of(document), List.of());
    }

    /**
     * Writes the data of a typed document anew; its files stay.
     *
     * @param version of the data that are replaced: what somebody else made of them meanwhile is not
     */
    public Written change(long id, DocumentFields fields, String version) {
        Document document = typed(id);
        current.must(document.kind().function(), Operation.CHANGE);
        fields.kind().ifPresent(kind -> current.must(kind.function(), Operation.CHANGE));
        fields.companyId().ifPresent(current::mustSee);
        FieldErrors errors = check.errors(fields);
        if (!errors.isEmpty()) {
            return new Written.Wrong(errors);
        }
        if (DocumentFields.of(document).equals(check.plain(fields))) {
            return new Written.Done(document);
        }
        if (!version(document).equals(version)) {
            return new Written.Differs(document);
        }
        NewDocument changed =
                check.document(fields, document.source(), document.createdBy(), Optional.empty(), Optional.empty());
        return store.change(id, changed, found -> version(found).equals(version))
                .<Written>map(Written.Done::new)
                .orElseGet(() -> new Written.Differs(typed(id)));
    }

    private Document typed(long id) {
        return documents
                .find(id)
                .filter(found -> found.kind().isTyped())
                .filter(found -> current.companies().includes(found.companyId()))
                .orElseThrow(CurrentUser::denied);
    }

    /** Whether the present user may delete it. */
    public boolean mayDelete(Document document) {
        return document.sentCount() == 0
                && current.may(document.kind().function(), Operation.DELETE)
                && current.companies().includes(document.companyId())
                && (current.administers() || current.code().equals(document.createdBy()));
    }

    /**
     * Deletes a document with its files.
     *
     * @return false when it was sent meanwhile
     * @throws org.springframework.security.access.AccessDeniedException for who may not
     */
    public boolean delete(Document document) {
        current.must(document.kind().function(), Operation.DELETE);
        if (!mayDelete(document)) {
            throw CurrentUser.denied();
        }
        return store.delete(document);
    }

    /**
     * Takes the PDF off a document, so that another can take its place.
     *
     * @throws org.springframework.security.access.AccessDeniedException for who may not delete the document
     */
    public void removePdf(Document document) {
        current.must(document.kind().function(), Operation.DELETE);
        if (!mayDelete(document)) {
            throw CurrentUser.denied();
        }
        document.file(DocumentFile.Role.PDF).ifPresent(pdf -> store.remove(document, pdf));
    }
}
