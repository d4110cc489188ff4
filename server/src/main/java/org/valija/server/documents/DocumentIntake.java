package org.valija.server.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.documents.DocumentFile.Role;
import org.valija.server.documents.FileReading.Checked;
import org.valija.server.documents.RetencionExaminer.Examined;
import org.valija.server.retenciones.UnreadableRetencionException;
import org.valija.server.retenciones.UnreadableRetencionException.Reason;
import org.valija.sql.DatabaseException;

/**
 * Takes files that come in and makes documents of them: retenciones by their XML, with each PDF joined to its XML by the folio
 * fiscal in its name or text, or by its name; other files as documents of the kind that is ordered. Each file is taken whole or
 * not at all, and the same file again changes nothing. Thread-safe.
 */
@Service
public class DocumentIntake {

    private static final Logger LOG = LoggerFactory.getLogger(DocumentIntake.class);

    private static final String OF_RETENCIONES = "retenciones.unreadable.";

    private final FileReading reading;
    private final RetencionExaminer examiner;
    private final RetencionDocuments retenciones;
    private final DocumentStore store;
    private final Companies companies;

    DocumentIntake(
            FileReading reading,
            RetencionExaminer examiner,
            RetencionDocuments retenciones,
            DocumentStore store,
            Companies companies) {
        this.reading = reading;
        this.examiner = examiner;
        this.retenciones = retenciones;
        this.store = store;
        this.companies = companies;
    }

    /** Takes files; gives what became of each, in their order. */
    public List<Outcome> take(List<IncomingFile> files, IntakeOrder order) {
        Batch batch = new Batch(order);
        Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
        List<Integer> turns = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            turns.add(i);
        }
        // A PDF is joined to an XML that is here by then.
        turns.sort(Comparator.comparing(i -> FileType.of(files.get(i).name())
                .map(type -> type == FileType.XML ? 0 : 1)
                .orElse(1)));
        for (int i : turns) {
            outcomes.put(i, batch.take(files.get(i)));
        }
        List<Outcome> inOrder = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            inOrder.add(Optional.ofNullable(outcomes.get(i)).orElseThrow());
        }
        return inOrder;
    }

    /**
     * The same for files that belong together: when one of them is not what its name says, or the first is refused, none is
     * taken.
     */
    public List<Outcome> takeTogether(List<IncomingFile> files, IntakeOrder order) {
        List<Outcome> refused = new ArrayList<>();
        for (IncomingFile file : files) {
            try {
                reading.check(file);
            } catch (RefusedFileException e) {
                refused.add(new Outcome.Refused(file.name(), e.refusal()));
            } catch (IOException e) {
                LOG.warn("{} cannot be read", file.name(), e);
                refused.add(new Outcome.Refused(file.name(), Refusal.unreadable()));
            }
        }
        return refused.isEmpty() ? take(files, order) : refused;
    }

    /** Whether a PDF has an XML here already, to which it would be joined. */
    public boolean hasPartner(IncomingFile pdf, IntakeOrder order) {
        try {
            return new Batch(order).partner(reading.check(pdf)).isPresent();
        } catch (IOException | RefusedFileException e) {
            LOG.debug("{} is told what is wrong when it is taken", pdf.name(), e);
            return true;
        }
    }

    /** Files that come together. Not thread-safe. */
    private final class Batch {

        private final IntakeOrder order;
        /** Documents of this batch by the stem of their first file. */
        private final Map<String, Document> byStem = new HashMap<>();

        Batch(IntakeOrder order) {
            this.order = order;
        }

        Outcome take(IncomingFile file) {
            try {
                Outcome outcome = take(reading.check(file));
                outcome.document().ifPresent(document -> byStem.putIfAbsent(DocumentFile.stem(file.name()), document));
                return outcome;
            } catch (RefusedFileException e) {
                return new Outcome.Refused(file.name(), e.refusal());
            } catch (IOException e) {
                LOG.warn("{} cannot be read", file.name(), e);
                return new Outcome.Refused(file.name(), Refusal.unreadable());
            } catch (DatabaseException | UncheckedIOException e) {
                LOG.error("{} cannot be stored now", file.name(), e);
                return new Outcome.Refused(file.name(), Refusal.failed());
            } catch (RuntimeException | StackOverflowError e) {
                LOG.error("{} cannot be taken", file.name(), e);
                return new Outcome.Refused(file.name(), Refusal.strange());
            }
        }

        private Outcome take(Checked file) throws IOException {
            return switch (file.type()) {
                case XML -> xml(file);
                case PDF -> {
                    Optional<Document> partner = partner(file);
                    yield partner.isPresent() ? join(partner.get(), file) : other(file);
                }
                case XLSX -> {
                    Optional<Document> partner = Optional.ofNullable(byStem.get(DocumentFile.stem(file.name())));
                    yield partner.isPresent() ? join(partner.get(), file) : other(file);
                }
            };
        }

        private Outcome xml(Checked file) throws IOException {
            Examined examined;
            try {
                examined = examiner.examine(file.octets());
            } catch (UnreadableRetencionException e) {
                if (e.reason() == Reason.OTHER_DOCUMENT && order.kind() != Kind.RETENCION) {
                    return other(file);
                }
                throw new RefusedFileException(new Refusal(e.key(), e.arguments()));
            }
            return retencion(file, examined);
        }

        private Outcome retencion(Checked file, Examined examined) throws IOException {
            String rfc = examined.retencion().emisor().rfc();
            Company company = companies
                    .byRfc(rfc)
                    .orElseThrow(() -> RefusedFileException.of(
                            "company", rfc, examined.retencion().emisor().nombre()));
            String identity = RetencionDocuments.identity(examined.retencion(), file.sha256());
            Optional<Document> before = store.identified(company.id(), identity);
            if (before.isPresent()) {
                return known(file, before.get());
            }
            NewDocument document = retenciones.of(company.id(), examined, file.sha256(), order.source(), order.by());
            Optional<Document> draft = examined.retencion().isStamped()
                    ? RetencionDocuments.draftIdentity(examined.retencion())
                            .flatMap(known -> store.identified(company.id(), known))
                    : Optional.empty();
            if (draft.isPresent()) {
                Optional<Document> stamped = store.stamp(draft.get().id(), document, reading.keep(file));
                if (stamped.isPresent()) {
                    return new Outcome.Stamped(file.name(), stamped.get());
                }
            }
            Optional<Document> added = store.add(document, List.of(reading.keep(file)));
            return added.isPresent()
                    ? new Outcome.Stored(file.name(), added.get())
                    : known(file, store.identified(company.id(), identity).orElseThrow());
        }

        /** The same folio fiscal with other contents is not the same document. */
        private Outcome known(Checked file, Document document) {
            boolean same =
                    document.files().stream().anyMatch(kept -> kept.sha256().equals(file.sha256()));
            if (!same && document.uuid().isPresent()) {
                throw RefusedFileException.of("differs", document.uuid().get().toString());
            }
            return new Outcome.Known(file.name(), document);
        }

        /** The document whose PDF this is: by folio fiscal, else by name. */
        Optional<Document> partner(Checked pdf) {
            List<Document> byUuid = pdf.uuids().stream()
                    .flatMap(uuid -> store.ofUuid(uuid).stream())
                    .filter(this::isWanted)
                    .distinct()
                    .toList();
            String stem = DocumentFile.stem(pdf.name());
            if (byUuid.size() == 1) {
                return Optional.of(byUuid.getFirst());
            }
            if (byStem.containsKey(stem)) {
                return Optional.of(byStem.get(stem));
            }
            List<Document> byName = store.withXml(order.companyId(), stem).stream()
                    .filter(document -> document.kind() == Kind.RETENCION)
                    // It names another folio fiscal, and so is of that one.
                    .filter(document -> pdf.uuids().isEmpty()
                            || document.uuid().filter(pdf.uuids()::contains).isPresent()
                            || document.uuid().isEmpty())
                    .toList();
            return byName.size() == 1 ? Optional.of(byName.getFirst()) : Optional.empty();
        }

        private boolean isWanted(Document document) {
            return order.companyId().isEmpty() || order.companyId().get() == document.companyId();
        }

        private Outcome join(Document partner, Checked file) throws IOException {
            if (partner.files().stream().anyMatch(kept -> kept.sha256().equals(file.sha256()))) {
                return new Outcome.Known(file.name(), partner);
            }
            return store.join(partner.id(), reading.keep(file))
                    .<Outcome>map(joined -> new Outcome.Joined(file.name(), joined))
                    .orElseThrow(() -> RefusedFileException.of(
                            "pdf.second",
                            partner.file(Role.PDF).map(DocumentFile::fileName).orElse("")));
        }

        /** A document of the kind that is ordered; several files of one name are one document. */
        private Outcome other(Checked file) throws IOException {
            if (order.kind() == Kind.RETENCION) {
                throw file.type() == FileType.PDF
                        ? RefusedFileException.of("alone")
                        : new RefusedFileException(new Refusal(
                                OF_RETENCIONES + Reason.OTHER_DOCUMENT.code(), List.of("", "", file.name())));
            }
            Document partner = byStem.get(DocumentFile.stem(file.name()));
            if (partner != null && partner.kind() == order.kind()) {
                return join(partner, file);
            }
            long company = order.companyId().orElseThrow(() -> RefusedFileException.of("whose"));
            String identity = "sha256:" + file.sha256();
            Optional<Document> before = store.identified(company, identity);
            if (before.isPresent()) {
                return new Outcome.Known(file.name(), before.get());
            }
            return store.add(document(company, file, identity), List.of(reading.keep(file)))
                    .<Outcome>map(added -> new Outcome.Stored(file.name(), added))
                    .orElseGet(() -> new Outcome.Known(
                            file.name(), store.identified(company, identity).orElseThrow()));
        }

        private NewDocument document(long company, Checked file, String identity) {
            String name = file.name().substring(0, file.name().lastIndexOf('.'));
            return new NewDocument(
                    company,
                    order.kind(),
                    "",
                    order.date(),
                    order.date().getYear(),
                    order.date().getMonthValue(),
                    Optional.empty(),
                    "",
                    "",
                    name,
                    Optional.empty(),
                    "MXN",
                    "",
                    Optional.empty(),
                    false,
                    Seal.NONE,
                    0,
                    order.source(),
                    order.by(),
                    Optional.of(identity));
        }
    }
}
