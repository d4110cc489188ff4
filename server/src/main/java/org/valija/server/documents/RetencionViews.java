package org.valija.server.documents;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.server.documents.RetencionExaminer.Examined;
import org.valija.server.retenciones.Atributo;
import org.valija.server.retenciones.Catalogos;
import org.valija.server.retenciones.Finding;
import org.valija.server.retenciones.Impuesto;
import org.valija.server.retenciones.Nodo;
import org.valija.server.retenciones.Retencion;
import org.valija.server.retenciones.Rule;
import org.valija.server.retenciones.SealResult;
import org.valija.server.retenciones.VerificationLink;

/** What a retención's page shows of its XML. Thread-safe. */
@Component
class RetencionViews {

    private static final int MOST_LINES = 100;

    private final DocumentPrinting printing;
    private final MessageSource messages;

    RetencionViews(DocumentPrinting printing, MessageSource messages) {
        this.printing = printing;
        this.messages = messages;
    }

    /**
     * A retención for people.
     *
     * @param seal what its own seal shows, of all that was found of its seals
     * @param taxes up to a hundred
     * @param moreTaxes whether there are others, which are in its XML
     * @param link SAT's page about it, empty as long as it is not stamped
     */
    record View(
            Retencion retencion,
            Seal seal,
            SealResult seals,
            List<Tax> taxes,
            boolean moreTaxes,
            List<Complement> complements,
            List<Said> findings,
            Optional<String> link) {}

    /** A line of the table of taxes withheld. */
    record Tax(String name, Optional<BigDecimal> base, BigDecimal withheld, String payment) {}

    /** A complement and its attributes, up to a hundred: the rest is in its XML. */
    record Complement(String name, List<Line> lines) {}

    /** An attribute by its path within the complement. */
    record Line(String name, String value) {}

    /** A finding in words; an error speaks against the document, a warning is to be looked at. */
    record Said(String place, String words, boolean error) {}

    Optional<View> view(Document document) {
        return printing.examined(document).map(this::view);
    }

    private View view(Examined examined) {
        Retencion retencion = examined.retencion();
        return new View(
                retencion,
                examined.seal(),
                examined.seals(),
                retencion.impuestos().stream()
                        .limit(MOST_LINES)
                        .map(RetencionViews::tax)
                        .toList(),
                retencion.impuestos().size() > MOST_LINES,
                retencion.complementos().stream()
                        .map(RetencionViews::complement)
                        .toList(),
                examined.findings().stream().map(this::said).toList(),
                VerificationLink.of(retencion));
    }

    private static Tax tax(Impuesto tax) {
        return new Tax(
                tax.impuestoRet()
                        .map(key -> Catalogos.impuestoRet(key).orElse(key))
                        .orElse("—"),
                tax.baseRet(),
                tax.montoRet(),
                Catalogos.tipoPagoRet(tax.tipoPagoRet()).orElse(tax.tipoPagoRet()));
    }

    private static Complement complement(Nodo root) {
        List<Line> lines = new ArrayList<>();
        lines(root, "", lines);
        return new Complement(Catalogos.complemento(root.name()).orElse(root.name()), lines);
    }

    private static void lines(Nodo node, String path, List<Line> lines) {
        for (Atributo attribute : node.attributes()) {
            if (attribute.namespace().isEmpty() && lines.size() < MOST_LINES) {
                lines.add(new Line(path + attribute.name(), attribute.value()));
            }
        }
        for (Nodo child : node.children()) {
            if (lines.size() < MOST_LINES) {
                lines(child, path + child.name() + " / ", lines);
            }
        }
    }

    private Said said(Finding finding) {
        return new Said(
                finding.attribute().isEmpty() ? finding.node() : finding.node() + "/@" + finding.attribute(),
                messages.getMessage(finding.key(), finding.arguments().toArray(), LocaleContextHolder.getLocale()),
                finding.severity() == Rule.Severity.ERROR);
    }
}
