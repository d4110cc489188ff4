package org.valija.server.retenciones;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.valija.server.retenciones.UnreadableRetencionException.Reason;

/** These keys are put together from what went wrong: no page or line of code names them whole. */
class RetencionWordsTest {

    private static final Set<String> KNOWN =
            new TreeSet<>(ResourceBundle.getBundle("retenciones", Locale.ROOT).keySet());

    @Test
    void everyReasonRuleAndSealHasItsWords() {
        Stream<String> reasons = Arrays.stream(Reason.values())
                .map(Reason::code)
                .flatMap(code -> Stream.of("retenciones.unreadable." + code, "retenciones.unreadable." + code + ".do"));
        Stream<String> rules = Arrays.stream(Rule.values()).map(rule -> "retenciones.rule." + rule.code());
        Stream<String> seals = Stream.of(
                        Arrays.stream(SealResult.Sello.values()).map(SealResult.Sello::key),
                        Arrays.stream(SealResult.Reason.values()).map(SealResult.Reason::key),
                        Arrays.stream(SealResult.SelloSat.values()).map(SealResult.SelloSat::key))
                .flatMap(keys -> keys);

        assertThat(KNOWN)
                .containsAll(
                        Stream.of(reasons, rules, seals).flatMap(keys -> keys).toList());
    }

    @Test
    void theCataloguesHaveAllKeysOfTheStandard() {
        assertThat(Catalogos.cvesRetenc().keySet())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 28).mapToObj("%02d"::formatted).toList());
        assertThat(Catalogos.cveRetenc("14")).contains("Dividendos o utilidades distribuidas");
        assertThat(Catalogos.impuestoRet("003")).contains("IEPS");
        assertThat(Catalogos.impuestoRet("03")).contains("IEPS");
        assertThat(Catalogos.tipoPagoRet("04")).contains("Pago provisional ISR");
        assertThat(Catalogos.regimenFiscal("626")).contains("Régimen Simplificado de Confianza");
        assertThat(Catalogos.mes(9)).contains("septiembre");
        assertThat(Catalogos.mes(13)).isEmpty();
        assertThat(Catalogos.tipoRelacion("04")).contains("Sustitución de los CFDI previos");
        assertThat(new RetencionReader()
                        .read(SampleRetenciones.complementos(1).xml())
                        .complementos())
                .allSatisfy(complement ->
                        assertThat(Catalogos.complemento(complement.name())).isPresent());
    }
}
