package org.valija.server.documents;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.documents.DocumentFile.Role;
import org.valija.server.documents.DocumentFileTable.NewFile;
import org.valija.sql.Database;

/**
 * Writes documents with their files: each change is one transaction, so a document is there with all of its files or not at
 * all. The files' octets are kept before. Thread-safe.
 */
@Component
class DocumentStore {

    private final Database database;
    private final DocumentTable documents;
    private final DocumentFileTable rows;
    private final DocumentFiles files;
    private final Audit audit;
    private final Clock clock;

    DocumentStore(
            Database database,
            DocumentTable documents,
            DocumentFileTable rows,
            DocumentFiles files,
            Audit audit,
            Clock clock) {
        this.database = database;
        this.documents = documents;
        this.rows = rows;
        this.files = files;
        this.audit = audit;
        this.clock = clock;
    }

    /** Adds a document; empty when its company has it already, and the files are forgotten then. */
    Optional<Document> add(NewDocument document, List<NewFile> kept) {
        return keeping(
                kept,
                () -> database.inTransaction(connection -> {
                    Optional<Long> id = documents.insert(connection, document, clock.instant());
                    if (id.isPresent()) {
                        for (NewFile file : kept) {
                            rows.insert(connection, id.get(), file);
                        }
                        audit.note(connection, about(AuditAction.DOCUMENT_CREATED, document));
                    }
                    return one(connection, id);
                }));
    }

    /** Writes a document's data anew; empty when it is gone, or not as it was when that was asked for. */
    Optional<Document> change(long id, NewDocument document, Predicate<Document> asItWas) {
        return database.inTransaction(connection -> {
            documents.hold(connection, id);
            boolean changed = one(connection, Optional.of(id)).filter(asItWas).isPresent()
                    && documents.update(connection, id, document, clock.instant());
            if (changed) {
                audit.note(connection, about(AuditAction.DOCUMENT_CHANGED, document));
            }
            return one(connection, changed ? Optional.of(id) : Optional.empty());
        });
    }

    /** Gives a document another file; empty when it has one in that role, and this one is forgotten then. */
    Optional<Document> join(long id, NewFile file) {
        return keeping(
                List.of(file),
                () -> database.inTransaction(connection -> {
                    boolean joined = rows.insert(connection, id, file);
                    Optional<Document> document = one(connection, joined ? Optional.of(id) : Optional.empty());
                    if (document.isPresent()) {
                        audit.note(
                                connection,
                                about(AuditAction.DOCUMENT_CHANGED, document.get())
                                        .with(AuditDetail.FILE, file.fileName()));
                    }
                    return document;
                }));
    }

    /**
     * Puts data and files in place of those of a draft that is not stamped; empty when it is none any more. Its XML and its PDF
     * go, for they show a draft.
     *
     * @param stay files that do not go: they show the stamped one already. A PDF that is among those kept goes before them.
     */
    Optional<Document> stamp(long id, NewDocument document, List<NewFile> kept, Set<Long> stay) {
        boolean pdf = kept.stream().anyMatch(file -> file.role() == Role.PDF);
        return keeping(
                kept,
                () -> database.inTransaction(connection -> {
                    documents.hold(connection, id);
                    Optional<Document> draft = one(connection, Optional.of(id)).filter(found -> !found.stamped());
                    if (draft.isEmpty() || !documents.update(connection, id, document, clock.instant())) {
                        return Optional.empty();
                    }
                    for (DocumentFile file : draft.get().files()) {
                        if (file.role() != Role.OTHER && (pdf || !stay.contains(file.id()))) {
                            files.delete(connection, file);
                        }
                    }
                    for (NewFile file : kept) {
                        rows.insert(connection, id, file);
                    }
                    audit.note(
                            connection,
                            about(AuditAction.DOCUMENT_CHANGED, document).with(AuditDetail.STATE, "stamped"));
                    return one(connection, Optional.of(id));
                }));
    }

    /** Takes a file off a document. */
    void remove(Document document, DocumentFile file) {
        database.inTransaction(connection -> {
            files.delete(connection, file);
            audit.note(
                    connection,
                    about(AuditAction.DOCUMENT_CHANGED, document)
                            .with(AuditDetail.STATE, "fileRemoved")
                            .with(AuditDetail.FILE, file.fileName()));
            return true;
        });
    }

    /** Deletes a document that was never sent, files and all; gives whether it was so. */
    boolean delete(Document document) {
        return database.inTransaction(connection -> {
            if (!documents.isUnsent(connection, document.id())) {
                return false;
            }
            for (DocumentFile file : document.files()) {
                files.delete(connection, file);
            }
            boolean deleted = documents.delete(connection, document.id());
            if (deleted) {
                audit.note(connection, about(AuditAction.DOCUMENT_DELETED, document));
            }
            return deleted;
        });
    }

    /** The document of a company that has this identity. */
    Optional<Document> identified(long companyId, String identity) {
        return database.run(connection -> one(connection, documents.identified(connection, companyId, identity)));
    }

    /** Whether that is what was handed in when a document was added. */
    boolean isOf(Document document, String fingerprint) {
        return documents.fingerprint(document.id()).filter(fingerprint::equals).isPresent();
    }

    /** Those with that folio fiscal. */
    List<Document> ofUuid(UUID uuid) {
        return database.run(connection -> documents.find(connection, documents.ofUuid(connection, uuid)));
    }

    /** Those of a company, or of all, whose XML has a name with that stem. */
    List<Document> withXml(Optional<Long> companyId, String stem) {
        return database.run(connection -> documents.find(connection, rows.named(connection, Role.XML, stem)).stream()
                .filter(document -> companyId.isEmpty() || companyId.get() == document.companyId())
                .toList());
    }

    private static AuditEvent about(AuditAction action, NewDocument document) {
        return AuditEvent.of(action, document.number())
                .with(AuditDetail.KIND, document.kind())
                .with(AuditDetail.BENEFICIARY, document.beneficiaryName())
                .with(AuditDetail.MEANS, document.source());
    }

    private static AuditEvent about(AuditAction action, Document document) {
        return AuditEvent.of(action, document.number())
                .with(AuditDetail.KIND, document.kind())
                .with(AuditDetail.BENEFICIARY, document.beneficiaryName());
    }

    private Optional<Document> one(Connection connection, Optional<Long> id) throws SQLException {
        return id.isEmpty()
                ? Optional.empty()
                : documents.find(connection, List.of(id.get())).stream().findFirst();
    }

    /** Work that gives kept files to a document; where it does not, they are forgotten. */
    private Optional<Document> keeping(List<NewFile> kept, Supplier<Optional<Document>> work) {
        boolean given = false;
        try {
            Optional<Document> done = work.get();
            given = done.isPresent();
            return done;
        } finally {
            if (!given) {
                files.forget(kept);
            }
        }
    }
}
