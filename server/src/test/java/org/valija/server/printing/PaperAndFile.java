package org.valija.server.printing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.valija.server.retenciones.Atributo;
import org.valija.server.retenciones.CadenaOriginal;
import org.valija.server.retenciones.Impuesto;
import org.valija.server.retenciones.Nodo;
import org.valija.server.retenciones.Receptor;
import org.valija.server.retenciones.Retencion;
import org.valija.server.retenciones.Timbre;
import org.valija.server.retenciones.Totales;

/** Whether a paper says what its file says: each value is looked for in the text, amounts as people read them. */
final class PaperAndFile {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("dd/MM/uuuuHH:mm:ss");

    private PaperAndFile() {}

    static void compare(PrintedPdf pdf, Retencion retencion) {
        String letters = pdf.letters();
        for (String value : values(retencion)) {
            assertThat(letters).contains(PrintedPdf.letters(value));
        }
        retencion.complementos().forEach(complement -> complement(complement, letters));
        assertThat(pdf.fonts()).isNotEmpty().allMatch(PDFont::isEmbedded);
    }

    private static List<String> values(Retencion retencion) {
        List<String> values = new ArrayList<>(List.of(
                retencion.version(),
                retencion.noCertificado(),
                MOMENT.format(retencion.fechaExp()),
                retencion.lugarExp(),
                retencion.cveRetenc(),
                retencion.emisor().rfc(),
                retencion.emisor().nombre(),
                retencion.emisor().regimen(),
                retencion.receptor().nombre(),
                Integer.toString(retencion.periodo().ejercicio())));
        retencion.folioInt().ifPresent(values::add);
        retencion.descRetenc().ifPresent(values::add);
        retencion.relacionados().forEach(related -> values.addAll(List.of(related.tipoRelacion(), related.uuid())));
        switch (retencion.receptor()) {
            case Receptor.Nacional it -> {
                values.addAll(List.of(it.rfc(), it.domicilioFiscal()));
                it.curp().ifPresent(values::add);
            }
            case Receptor.Extranjero it -> it.numRegIdTrib().ifPresent(values::add);
        }
        amounts(retencion).map(PaperAndFile::money).forEach(values::add);
        retencion.impuestos().forEach(tax -> {
            values.add(tax.tipoPagoRet());
            tax.impuestoRet().ifPresent(values::add);
        });
        retencion.timbre().ifPresent(timbre -> values.addAll(stamp(timbre)));
        return values;
    }

    private static Stream<BigDecimal> amounts(Retencion retencion) {
        Totales totals = retencion.totales();
        Stream<BigDecimal> of = Stream.of(
                totals.montoTotOperacion(), totals.montoTotGrav(), totals.montoTotExent(), totals.montoTotRet());
        Stream<BigDecimal> sometimes = Stream.of(totals.utilidadBimestral(), totals.isrCorrespondiente())
                .flatMap(Optional::stream);
        Stream<BigDecimal> taxes = retencion.impuestos().stream()
                .flatMap((Impuesto tax) -> Stream.concat(tax.baseRet().stream(), Stream.of(tax.montoRet())));
        return Stream.concat(of, Stream.concat(sometimes, taxes));
    }

    private static List<String> stamp(Timbre timbre) {
        return List.of(
                timbre.folioFiscal(),
                MOMENT.format(timbre.fechaTimbrado()),
                timbre.rfcProvCertif(),
                timbre.noCertificadoSat(),
                timbre.selloCfd(),
                timbre.selloSat(),
                CadenaOriginal.ofTimbre(timbre));
    }

    private static void complement(Nodo node, String letters) {
        for (Atributo attribute : node.attributes()) {
            if (attribute.namespace().isEmpty()) {
                assertThat(Stream.of(attribute.value(), money(attribute.value()), said(attribute.value())))
                        .as("%s %s", node.name(), attribute)
                        .anyMatch(form -> letters.contains(PrintedPdf.letters(form)));
            }
        }
        node.children().forEach(child -> complement(child, letters));
    }

    private static String said(String value) {
        return value.equals("SI") ? "Sí" : value.equals("NO") ? "No" : value;
    }

    private static String money(String value) {
        return value.matches("-?\\d+(\\.\\d+)?") ? money(new BigDecimal(value)) : value;
    }

    private static String money(BigDecimal amount) {
        int decimals = Math.max(2, amount.scale());
        return new DecimalFormat("$#,##0." + "0".repeat(decimals), DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(amount);
    }
}
