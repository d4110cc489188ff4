package org.valija.server.documents;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.valija.mail.ContentSource;
import org.valija.server.documents.DocumentFile.Role;
import org.valija.server.documents.DocumentFileTable.NewFile;
import org.valija.server.files.Contents;
import org.valija.server.files.FileNames;
import org.valija.sql.Database;

/** The files of documents and their octets. Thread-safe. */
@Component
class DocumentFiles {

    private static final Logger LOG = LoggerFactory.getLogger(DocumentFiles.class);

    /** A file whose document is not stored by then was left by a process that ended. */
    private static final Duration STRAY = Duration.ofDays(1);

    private static final int TIME_DIGITS = 12;

    private final DocumentFileTable table;
    private final Contents contents;
    private final Clock clock;

    DocumentFiles(Database database, DocumentFileTable table, Clock clock) {
        this.table = table;
        this.contents = new Contents(database, "document_content");
        this.clock = clock;
    }

    /** Keeps octets; whoever gets them gives them to a document or forgets them. */
    NewFile keep(Role role, String fileName, ContentSource content) throws IOException {
        try (InputStream in = content.open()) {
            return new NewFile(role, fileName, FileNames.mediaType(fileName), contents.write(in));
        }
    }

    void forget(List<NewFile> files) {
        files.forEach(file -> contents.delete(file.content().id()));
    }

    ContentSource content(DocumentFile file) {
        return () -> contents.open(new Contents.Kept(
                table.contentId(file.id())
                        .orElseThrow(() -> new IOException("The file " + file.id() + " is no longer there")),
                file.size(),
                file.sha256()));
    }

    /** Takes a file off its document in the caller's transaction, octets and all. */
    void delete(Connection connection, DocumentFile file) throws SQLException {
        Optional<String> content = table.contentId(connection, file.id());
        if (content.isPresent()) {
            contents.delete(connection, content.get());
            table.delete(connection, file.id());
        }
    }

    /** Deletes what processes left that ended between the keeping of a file and its document's. */
    int sweep() {
        long before = clock.instant().minus(STRAY).toEpochMilli();
        List<String> strays = table.strays(HexFormat.of().toHexDigits(before, TIME_DIGITS));
        strays.forEach(contents::delete);
        if (!strays.isEmpty()) {
            LOG.info("{} files without a document are deleted", strays.size());
        }
        return strays.size();
    }
}
