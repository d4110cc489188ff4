package org.valija.server.documents;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.documents.DocumentFile.Role;
import org.valija.server.documents.FileReading.Checked;
import org.valija.server.documents.RetencionExaminer.Examined;
import org.valija.server.retenciones.UnreadableRetencionException;
import org.valija.server.retenciones.UnreadableRetencionException.Reason;

/** Makes documents of the XML of retenciones. Thread-safe. */
@Component
class RetencionIntake {

    static final String OF_RETENCIONES = "retenciones.unreadable.";

    private final FileReading reading;
    private final RetencionExaminer examiner;
    private final RetencionDocuments retenciones;
    private final DocumentStore store;
    private final DocumentFiles files;
    private final Companies companies;

    RetencionIntake(
            FileReading reading,
            RetencionExaminer examiner,
            RetencionDocuments retenciones,
            DocumentStore store,
            DocumentFiles files,
            Companies companies) {
        this.reading = reading;
        this.examiner = examiner;
        this.retenciones = retenciones;
        this.store = store;
        this.files = files;
        this.companies = companies;
    }

    /**
     * What an XML says; empty when it is another document, where another may be brought.
     *
     * @throws RefusedFileException when it is no retención, and must be one
     */
    Optional<Examined> read(Checked xml, Kind ordered) {
        try {
            return Optional.of(examiner.examine(xml.octets()));
        } catch (UnreadableRetencionException e) {
            if (e.reason() == Reason.OTHER_DOCUMENT && ordered != Kind.RETENCION) {
                return Optional.empty();
            }
            throw new RefusedFileException(new Refusal(e.key(), e.arguments()));
        }
    }

    /**
     * Stores a retención with other files of it, all in one. When it is here already nothing is stored, and the others may
     * be joined to it.
     *
     * @throws RefusedFileException when it is not taken
     */
    Outcome take(Checked xml, Examined examined, List<Checked> more, IntakeOrder order) throws IOException {
        String rfc = examined.retencion().emisor().rfc();
        Company company = companies
                .byRfc(rfc)
                .orElseThrow(() -> RefusedFileException.of(
                        "company", rfc, examined.retencion().emisor().nombre()));
        order.check(company.id(), Kind.RETENCION);
        String identity = RetencionDocuments.identity(examined, xml.sha256());
        Optional<Document> before = store.identified(company.id(), identity);
        if (before.isPresent()) {
            return known(xml, before.get());
        }
        NewDocument document = retenciones.of(company.id(), examined, xml.sha256(), order.source(), order.by());
        List<Checked> all = new ArrayList<>(List.of(xml));
        all.addAll(more);
        Optional<Document> draft = examined.isStamped()
                ? RetencionDocuments.draftIdentity(examined).flatMap(known -> store.identified(company.id(), known))
                : Optional.empty();
        if (draft.isPresent()) {
            Set<Long> stay =
                    document.uuid().map(uuid -> pdfsOf(draft.get(), uuid)).orElse(Set.of());
            Optional<Document> stamped = store.stamp(draft.get().id(), document, reading.keep(all), stay);
            if (stamped.isPresent()) {
                return new Outcome.Stamped(xml.name(), stamped.get());
            }
        }
        Optional<Document> added = store.add(document, reading.keep(all));
        return added.isPresent()
                ? new Outcome.Stored(xml.name(), added.get())
                : known(xml, store.identified(company.id(), identity).orElseThrow());
    }

    /** A draft's PDF that is the stamped one's already, which came before its XML. */
    private Set<Long> pdfsOf(Document draft, UUID uuid) {
        return draft.file(Role.PDF).stream()
                .filter(pdf -> PdfCheck.uuids(pdf.fileName()).contains(uuid) || says(pdf, uuid))
                .map(DocumentFile::id)
                .collect(Collectors.toSet());
    }

    private boolean says(DocumentFile pdf, UUID uuid) {
        try (InputStream in = files.content(pdf).open()) {
            return PdfCheck.read(in.readAllBytes()).contains(uuid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same folio fiscal with other contents is not the same document. */
    private static Outcome known(Checked xml, Document document) {
        boolean same = document.files().stream().anyMatch(kept -> kept.sha256().equals(xml.sha256()));
        if (!same && document.uuid().isPresent()) {
            throw RefusedFileException.of("differs", document.uuid().get().toString());
        }
        return new Outcome.Known(xml.name(), document);
    }
}
