package org.valija.server.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.valija.mail.ContentSource;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.documents.DocumentFile.Role;
import org.valija.server.documents.RetencionExaminer.Examined;
import org.valija.server.printing.BankDocumentPage;
import org.valija.server.printing.BankDocumentPage.Party;
import org.valija.server.printing.BankDocumentPrinter;
import org.valija.server.printing.Branding;
import org.valija.server.printing.Logo;
import org.valija.server.printing.RetencionPrinter;
import org.valija.server.printing.UnusableLogoException;

/** Prints documents with the letterhead of their company. Thread-safe. */
@Component
class DocumentPrinting {

    private static final Logger LOG = LoggerFactory.getLogger(DocumentPrinting.class);

    private final Companies companies;
    private final RetencionExaminer examiner;
    private final DocumentFiles files;
    private final RetencionPrinter retenciones;
    private final BankDocumentPrinter bankDocuments;

    DocumentPrinting(
            Companies companies,
            RetencionExaminer examiner,
            DocumentFiles files,
            RetencionPrinter retenciones,
            BankDocumentPrinter bankDocuments) {
        this.companies = companies;
        this.examiner = examiner;
        this.files = files;
        this.retenciones = retenciones;
        this.bankDocuments = bankDocuments;
    }

    /** Empty for a report, which is its file alone. */
    Optional<DocumentPdf> pdf(Document document) {
        boolean withoutXml =
                document.kind() == Kind.RETENCION && document.file(Role.XML).isEmpty();
        if (document.kind() == Kind.REPORTE || withoutXml) {
            return Optional.empty();
        }
        String name = document.file(Role.XML)
                .map(xml -> xml.fileName().replaceFirst("(?i)\\.xml$", ""))
                .orElseGet(() -> fileName(document));
        return Optional.of(new DocumentPdf(name + ".pdf", ContentSource.of(print(document)), true));
    }

    private byte[] print(Document document) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Branding branding = branding(document.companyId());
        if (document.kind() == Kind.RETENCION) {
            Examined examined = examined(document).orElseThrow();
            retenciones.print(examined.retencion(), examined.seals(), branding, out);
        } else {
            bankDocuments.print(page(document), branding, out);
        }
        return out.toByteArray();
    }

    /** A retención as its XML tells it. */
    Optional<Examined> examined(Document document) {
        return document.file(Role.XML)
                .filter(_ -> document.kind() == Kind.RETENCION)
                .map(xml -> {
                    try (InputStream in = files.content(xml).open()) {
                        return examiner.examine(in.readAllBytes());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static String fileName(Document document) {
        String number = document.number().replaceAll("[^\\p{L}\\p{Nd}.-]+", "-");
        return document.kind().name().toLowerCase(Locale.ROOT).replace('_', '-')
                + "-"
                + (number.isEmpty() ? Long.toString(document.id()) : number);
    }

    private static BankDocumentPage page(Document document) {
        return new BankDocumentPage(
                BankDocumentPage.Kind.valueOf(document.kind().name()),
                document.number(),
                document.date(),
                document.bankAccount(),
                new Party(document.beneficiaryName(), document.beneficiaryRfc()),
                document.concept(),
                "",
                document.amount(),
                document.currency(),
                List.of());
    }

    private Branding branding(long companyId) {
        Company company = companies.find(companyId).orElseThrow();
        return new Branding(company.name(), company.rfc(), logo(company), company.colour());
    }

    private Optional<Logo> logo(Company company) {
        try {
            Optional<byte[]> png = company.logo().flatMap(_ -> companies.logo(company.id()));
            return png.isPresent() ? Optional.of(Logo.of(png.get())) : Optional.empty();
        } catch (UnusableLogoException e) {
            LOG.warn("the logo of company {} cannot be printed: {}", company.id(), e.getMessage());
            return Optional.empty();
        }
    }
}
