package org.valija.server.documents;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.valija.server.catalogues.Rfc;
import org.valija.server.documents.Parties.Party;
import org.valija.server.documents.RetencionExaminer.Examined;
import org.valija.server.retenciones.Catalogos;
import org.valija.server.retenciones.Periodo;
import org.valija.server.retenciones.Receptor;
import org.valija.server.retenciones.Retencion;
import org.valija.server.secrets.Sha256;

/** Makes documents of retenciones. Thread-safe. */
@Component
class RetencionDocuments {

    private static final int MONTHS = 12;
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2100;
    private static final String PESOS = "MXN";

    private final Parties parties;

    RetencionDocuments(Parties parties) {
        this.parties = parties;
    }

    /** By which a retención is known again: its folio fiscal, or before that its seal, or before that its octets. */
    static String identity(Examined examined, String sha256) {
        return examined.uuid()
                .map(uuid -> "uuid:" + uuid)
                .orElseGet(() -> draftIdentity(examined).orElse("sha256:" + sha256));
    }

    /** By which the draft is known that became this one. */
    static Optional<String> draftIdentity(Examined examined) {
        String sello = examined.retencion().sello();
        return sello.isEmpty() ? Optional.empty() : Optional.of("sello:" + Sha256.hex(sello));
    }

    /** The document of a company; whom it names is in the catalogue afterwards. */
    NewDocument of(long companyId, Examined examined, String sha256, Source source, String by) {
        Retencion retencion = examined.retencion();
        LocalDate date = retencion.fechaExp().toLocalDate();
        Periodo period = retencion.periodo();
        boolean known = period.mesFin() >= 1
                && period.mesFin() <= MONTHS
                && period.ejercicio() >= FIRST_YEAR
                && period.ejercicio() <= LAST_YEAR;
        Party party = party(retencion.receptor());
        return new NewDocument(
                companyId,
                Kind.RETENCION,
                retencion.folioInt().orElse(""),
                date,
                known ? period.ejercicio() : date.getYear(),
                known ? period.mesFin() : date.getMonthValue(),
                parties.inCatalogue(companyId, party),
                party.rfc(),
                party.name(),
                concept(retencion),
                Optional.of(retencion.totales().montoTotOperacion()),
                PESOS,
                "",
                examined.uuid(),
                examined.isStamped(),
                examined.seal(),
                (int) examined.errors(),
                source,
                by,
                Optional.of(identity(examined, sha256)),
                Optional.empty());
    }

    private static Party party(Receptor receptor) {
        return switch (receptor) {
            case Receptor.Nacional nacional ->
                new Party(nacional.rfc(), nacional.nombre(), nacional.curp().orElse(""), nacional.domicilioFiscal());
            case Receptor.Extranjero extranjero -> new Party(Rfc.FOREIGN, extranjero.nombre(), "", "");
        };
    }

    private static String concept(Retencion retencion) {
        String name = Catalogos.cveRetenc(retencion.cveRetenc()).orElse("");
        return (retencion.cveRetenc() + " " + retencion.descRetenc().orElse(name)).strip();
    }
}
