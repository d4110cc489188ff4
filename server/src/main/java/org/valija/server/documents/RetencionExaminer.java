package org.valija.server.documents;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.valija.server.retenciones.Finding;
import org.valija.server.retenciones.Retencion;
import org.valija.server.retenciones.RetencionReader;
import org.valija.server.retenciones.RetencionRules;
import org.valija.server.retenciones.Rule;
import org.valija.server.retenciones.SatCertificates;
import org.valija.server.retenciones.SealCheck;
import org.valija.server.retenciones.SealResult;
import org.valija.server.retenciones.UnreadableRetencionException;

/** Reads retenciones and looks what can be held against them. Thread-safe. */
@Component
class RetencionExaminer {

    private final RetencionReader reader = new RetencionReader();
    private final SealCheck seals;

    RetencionExaminer(DocumentProperties properties) {
        this.seals = new SealCheck(properties.satCertificates().stream()
                .flatMap(file -> SatCertificates.in(file).stream())
                .toList());
    }

    /**
     * A retención with what was found of it.
     *
     * @param findings rules that it does not keep, those of its seals last
     */
    record Examined(Retencion retencion, SealResult seals, List<Finding> findings) {

        /** How many rules it breaks; what is only to be looked at does not count. */
        long errors() {
            return findings.stream()
                    .filter(finding -> finding.severity() == Rule.Severity.ERROR)
                    .count();
        }

        /** Whether it is stamped: the stamp of another document stamps nothing. */
        boolean isStamped() {
            return retencion.isStamped() && seals.selloCfd() != SealResult.Match.NO;
        }

        /** Its <em>folio fiscal</em>, which a stamp gives it. */
        Optional<UUID> uuid() {
            return isStamped() ? retencion.uuid() : Optional.empty();
        }

        /** What is kept of its seals: one that does not fit its stamp is no good, and one of another's certificate is another's. */
        Seal seal() {
            return switch (seals.sello()) {
                case INTEGRO -> intact();
                case ALTERADO -> Seal.ALTERADO;
                case NO_VERIFICABLE -> retencion.sello().isEmpty() ? Seal.NONE : Seal.NO_VERIFICABLE;
            };
        }

        private Seal intact() {
            if (seals.selloCfd() == SealResult.Match.NO || seals.selloSat() == SealResult.SelloSat.ALTERADO) {
                return Seal.ALTERADO;
            }
            return seals.certificateRfc() == SealResult.Match.NO || seals.certificateNumber() == SealResult.Match.NO
                    ? Seal.CERTIFICADO_AJENO
                    : Seal.INTEGRO;
        }
    }

    /** @throws UnreadableRetencionException when it is none */
    Examined examine(byte[] xml) {
        Retencion retencion = reader.read(xml);
        SealResult found = seals.check(retencion);
        List<Finding> findings = Stream.concat(RetencionRules.check(retencion).stream(), found.findings().stream())
                .toList();
        return new Examined(retencion, found, findings);
    }
}
