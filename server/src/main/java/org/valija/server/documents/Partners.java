package org.valija.server.documents;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.valija.server.documents.DocumentFile.Role;
import org.valija.server.documents.FileReading.Checked;

/** Finds the document that a file is of, and joins it. Thread-safe. */
@Component
class Partners {

    private final FileReading reading;
    private final DocumentStore store;
    private final DocumentFiles files;

    Partners(FileReading reading, DocumentStore store, DocumentFiles files) {
        this.reading = reading;
        this.store = store;
        this.files = files;
    }

    /** The one retención whose PDF this is, by what the PDF says of itself. */
    Optional<Document> byFolio(Checked pdf, IntakeOrder order) throws IOException {
        List<Document> found = new ArrayList<>();
        for (UUID uuid : pdf.uuids()) {
            for (Document document : store.ofUuid(uuid)) {
                boolean wanted =
                        order.companyId().isEmpty() || order.companyId().get() == document.companyId();
                wanted &= order.rights().include(document.companyId(), document.kind());
                if (wanted && isOf(pdf, document, uuid)) {
                    found.add(document);
                }
            }
        }
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private boolean isOf(Checked pdf, Document document, UUID uuid) throws IOException {
        if (saysAlone(pdf, uuid)) {
            return true;
        }
        Optional<DocumentFile> xml = document.file(Role.XML);
        if (xml.isEmpty()) {
            return false;
        }
        try (InputStream in = files.content(xml.get()).open()) {
            return in(in.readAllBytes()).containsAll(pdf.uuids());
        }
    }

    /**
     * Whether a PDF is that of an XML. A retención names the folio fiscal of others too, those that it replaces: a PDF is
     * its own only where the XML has every one that stands on it.
     */
    static boolean isOf(Checked pdf, byte[] xml, UUID uuid) {
        return saysAlone(pdf, uuid) || (pdf.uuids().contains(uuid) && in(xml).containsAll(pdf.uuids()));
    }

    /** By its name, or because nothing else stands there. */
    private static boolean saysAlone(Checked pdf, UUID uuid) {
        return PdfCheck.uuids(pdf.name()).contains(uuid) || pdf.uuids().equals(Set.of(uuid));
    }

    private static Set<UUID> in(byte[] xml) {
        return PdfCheck.uuids(new String(xml, StandardCharsets.ISO_8859_1));
    }

    /** The one retención whose XML has the PDF's name. */
    Optional<Document> byName(Checked pdf, IntakeOrder order) {
        List<Document> found = store.withXml(order.companyId(), DocumentFile.stem(pdf.name())).stream()
                .filter(document -> document.kind() == Kind.RETENCION)
                .filter(document -> order.rights().include(document.companyId(), document.kind()))
                // It names another folio fiscal, and so is of that one.
                .filter(document -> pdf.uuids().isEmpty()
                        || document.uuid().filter(pdf.uuids()::contains).isPresent()
                        || document.uuid().isEmpty())
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** @throws RefusedFileException when the document has another one in that role */
    Outcome join(Document partner, Checked file) throws IOException {
        if (partner.files().stream().anyMatch(kept -> kept.sha256().equals(file.sha256()))) {
            return new Outcome.Known(file.name(), partner);
        }
        return store.join(partner.id(), reading.keep(file))
                .<Outcome>map(joined -> new Outcome.Joined(file.name(), joined))
                .orElseThrow(() -> RefusedFileException.of(
                        "pdf.second",
                        partner.file(Role.PDF).map(DocumentFile::fileName).orElse("")));
    }
}
