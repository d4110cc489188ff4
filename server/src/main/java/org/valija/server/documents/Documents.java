package org.valija.server.documents;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.valija.mail.ContentSource;
import org.valija.server.documents.DocumentFile.Role;
import org.valija.sql.Database;

/** The documents that are kept. Thread-safe. */
@Service
public class Documents {

    /** Documents of one answer; more are asked for in parts. */
    public static final int LARGEST_PAGE = 500;

    private final Database database;
    private final DocumentTable table;
    private final DocumentListTable lists;
    private final DocumentFiles files;
    private final DocumentPrinting printing;

    Documents(
            Database database,
            DocumentTable table,
            DocumentListTable lists,
            DocumentFiles files,
            DocumentPrinting printing) {
        this.database = database;
        this.table = table;
        this.lists = lists;
        this.files = files;
        this.printing = printing;
    }

    public Optional<Document> find(long id) {
        return table.find(id);
    }

    /** Those of these that are there, the latest first; up to {@link #LARGEST_PAGE} of them. */
    public List<Document> find(List<Long> ids) {
        return database.run(connection -> table.find(connection, ids));
    }

    /** What some documents are, for who asks whether they may be seen. */
    record Subject(long companyId, Kind kind) {}

    /** What these are, each once; up to {@link #LARGEST_PAGE} of them. */
    Set<Subject> subjects(List<Long> ids) {
        return lists.subjects(ids);
    }

    /**
     * A part of what fits, the latest first.
     *
     * @param after where the part before ended
     * @param limit up to {@link #LARGEST_PAGE}
     */
    public DocumentPage search(DocumentFilter filter, Optional<DocumentKey> after, int limit) {
        int most = Math.min(limit, LARGEST_PAGE);
        List<DocumentKey> keys = lists.keys(filter, after, most + 1);
        boolean more = keys.size() > most;
        List<DocumentKey> shown = more ? keys.subList(0, most) : keys;
        return new DocumentPage(
                find(shown.stream().map(DocumentKey::id).toList()),
                more ? Optional.of(shown.getLast()) : Optional.empty());
    }

    /** Those of these for whose beneficiary the catalogue has no address. */
    public Set<Long> lackingAddress(List<Document> some) {
        return lists.lackingAddress(some.stream().map(Document::id).toList());
    }

    /** How many fit. */
    public long count(DocumentFilter filter) {
        return lists.count(filter);
    }

    /** All that fit, the latest first, up to so many. */
    public List<Long> ids(DocumentFilter filter, int most) {
        return lists.keys(filter, Optional.empty(), most).stream()
                .map(DocumentKey::id)
                .toList();
    }

    /** A file's octets, read when they are asked for. */
    public ContentSource content(DocumentFile file) {
        return files.content(file);
    }

    /** Its PDF: the one that was brought, else the one printed here now; empty where there is neither. */
    public Optional<DocumentPdf> pdf(Document document) {
        return document.file(Role.PDF)
                .map(file -> new DocumentPdf(file.fileName(), content(file), false))
                .or(() -> printing.pdf(document));
    }

    /** The PDF printed here, whatever was brought; empty for a report. */
    public Optional<DocumentPdf> printed(Document document) {
        return printing.pdf(document);
    }

    /** Notes in the caller's transaction that a document was handed to the outbox. */
    public void sentOnce(Connection connection, long id, Instant at) throws SQLException {
        table.sentOnce(connection, id, at);
    }

    /** Holds a document until the caller's transaction ends: nobody else sends it, or counts how often it was sent. */
    public void hold(Connection connection, long id) throws SQLException {
        table.hold(connection, id);
    }

    /**
     * Writes how often a document was sent, counted anew in the caller's transaction that {@link #hold holds} it.
     *
     * @param last the last time that counts
     */
    public void sent(Connection connection, long id, int count, Optional<Instant> last) throws SQLException {
        table.sent(connection, id, count, last);
    }
}
