package org.valija.server.catalogues;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.catalogues.ImportTable.StoredImport;
import org.valija.server.catalogues.ImportedRow.Understood;
import org.valija.server.secrets.Random256;
import org.valija.server.sheets.SheetReader;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.sql.Database;

/**
 * Beneficiaries from a sheet: received, looked at, applied. A file is its bringer's alone and is kept for a day; what it would do
 * is worked out anew each time it is looked at, and applied in one transaction, if it still is what was looked at. Thread-safe.
 */
@Service
class BeneficiaryImports {

    private static final Logger LOG = LoggerFactory.getLogger(BeneficiaryImports.class);
    private static final Duration KEPT = Duration.ofDays(1);

    private final Database database;
    private final BeneficiaryTable beneficiaries;
    private final ImportTable imports;
    private final List<BeneficiaryListener> listeners;
    private final CurrentUser current;
    private final Audit audit;
    private final Clock clock;
    private final SheetReader reader = new SheetReader();

    BeneficiaryImports(
            Database database,
            BeneficiaryTable beneficiaries,
            ImportTable imports,
            List<BeneficiaryListener> listeners,
            CurrentUser current,
            Audit audit,
            Clock clock) {
        this.database = database;
        this.beneficiaries = beneficiaries;
        this.imports = imports;
        this.listeners = List.copyOf(listeners);
        this.current = current;
        this.audit = audit;
        this.clock = clock;
    }

    /** What became of a file that was brought. */
    sealed interface Received {

        /** It can be looked at under this id. */
        record Kept(String id) implements Received {}

        /** None of its first rows names the RFC. */
        record NoHeadings() implements Received {}

        /** Several columns say the same. */
        record Repeated(List<String> headings) implements Received {}

        /** There is nothing under its headings. */
        record NoRows() implements Received {}
    }

    /** A file as it is looked at. */
    record Preview(StoredImport file, List<String> ignored, ImportPlan plan) {}

    /** What became of an import. */
    sealed interface Applied {

        /** It is in the catalogue. */
        record Done(int added, int changed) implements Applied {}

        /** The catalogue, or another's import, changed since it was looked at: nothing was done. */
        record Different() implements Applied {}

        /** It was applied before, or a day has passed. */
        record Gone() implements Applied {}
    }

    /** How large a file may be, in megabytes. */
    int megabytes() {
        return reader.limits().megabytes();
    }

    /**
     * Takes a file for a company.
     *
     * @throws org.valija.server.sheets.UnreadableSheetException when it is no sheet; nothing is kept then
     */
    Received receive(long companyId, String fileName, InputStream in) throws IOException {
        mustImport();
        current.mustSee(companyId);
        String user = current.code();
        byte[] octets = reader.take(in);
        ImportFile file = ImportFile.read(reader, octets);
        if (file.columns().isEmpty()) {
            return new Received.NoHeadings();
        }
        if (!file.columns().get().repeated().isEmpty()) {
            return new Received.Repeated(file.columns().get().repeated());
        }
        if (file.rows().isEmpty()) {
            return new Received.NoRows();
        }
        StoredImport stored = new StoredImport(Random256.next(), companyId, user, fileName);
        Instant now = clock.instant();
        imports.insert(stored, octets, now, now.minus(KEPT));
        return new Received.Kept(stored.id());
    }

    /** @throws org.valija.server.users.NotPermittedException unless the present user may import */
    void mustImport() {
        current.must(Function.BENEFICIARIES, Operation.RUN);
    }

    private Optional<StoredImport> stored(String id) {
        mustImport();
        return imports.find(id, current.code())
                .filter(found -> current.companies().includes(found.companyId()));
    }

    /** What a file would do now; empty when it is no longer there, or another's. */
    Optional<Preview> preview(String id) {
        Optional<StoredImport> stored = stored(id);
        return stored.flatMap(found -> imports.content(id)).map(octets -> {
            ImportFile file = ImportFile.read(reader, octets);
            ImportPlan plan = database.run(connection -> plan(connection, stored.get(), file));
            return new Preview(stored.get(), file.columns().orElseThrow().unknown(), plan);
        });
    }

    /**
     * Does what was looked at, all of it or nothing.
     *
     * @param mark of the plan that was looked at
     */
    Applied apply(String id, String mark) {
        Optional<StoredImport> stored = stored(id);
        Optional<byte[]> octets = stored.flatMap(found -> imports.content(id));
        if (octets.isEmpty()) {
            return new Applied.Gone();
        }
        ImportFile file = ImportFile.read(reader, octets.get());
        Applied applied = database.inTransaction(connection -> apply(connection, stored.get(), file, mark));
        LOG.info(
                "import of {} by {}: {}", stored.get().companyId(), stored.get().userCode(), applied);
        return applied;
    }

    private Applied apply(Connection connection, StoredImport stored, ImportFile file, String mark)
            throws SQLException {
        beneficiaries.lock(connection, stored.companyId());
        ImportPlan plan = plan(connection, stored, file);
        if (!plan.mark().equals(mark)) {
            return new Applied.Different();
        }
        if (!imports.delete(connection, stored.id())) {
            return new Applied.Gone();
        }
        List<Beneficiary> added = plan.toAdd();
        List<Beneficiary> changed = plan.toChange();
        beneficiaries.insert(connection, added);
        List<String> identities = added.stream().map(Beneficiary::identity).toList();
        for (BeneficiaryListener listener : listeners) {
            listener.named(
                    connection,
                    beneficiaries
                            .byIdentity(connection, stored.companyId(), identities)
                            .values());
        }
        beneficiaries.update(connection, changed);
        audit.note(
                connection,
                AuditEvent.of(AuditAction.BENEFICIARIES_IMPORTED, stored.fileName())
                        .with(AuditDetail.ADDED, added.size())
                        .with(AuditDetail.CHANGED, changed.size()));
        return new Applied.Done(added.size(), changed.size());
    }

    private ImportPlan plan(Connection connection, StoredImport stored, ImportFile file) throws SQLException {
        List<String> identities = file.rows().stream()
                .filter(Understood.class::isInstance)
                .map(Understood.class::cast)
                .map(Understood::identity)
                .distinct()
                .toList();
        Map<String, Beneficiary> existing = beneficiaries.byIdentity(connection, stored.companyId(), identities);
        return ImportPlan.of(stored.companyId(), file.rows(), existing);
    }
}
