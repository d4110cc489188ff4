package org.valija.server.retenciones;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.valija.server.retenciones.SealResult.Match;
import org.valija.server.retenciones.SealResult.Reason;
import org.valija.server.retenciones.SealResult.Sello;
import org.valija.server.retenciones.SealResult.SelloSat;

class SealCheckTest {

    private final RetencionReader reader = new RetencionReader();

    @Test
    void sealedAndStampedProperly() {
        SealResult result = new SealCheck(List.of(SampleRetenciones.certificadoDelSat()))
                .check(read(SampleRetenciones.complementos(1)));

        assertThat(result)
                .isEqualTo(new SealResult(
                        Sello.INTEGRO,
                        Optional.empty(),
                        Match.YES,
                        Match.YES,
                        Match.YES,
                        Match.YES,
                        SelloSat.VERIFICADO,
                        List.of()));
        assertThat(result.isIntact()).isTrue();
    }

    @Test
    void withoutTheCertificateOfSatItsSealIsNotVerified() {
        assertThat(new SealCheck().check(read(SampleRetenciones.nacional(1))))
                .extracting(SealResult::sello, SealResult::selloSat, SealResult::isIntact)
                .containsExactly(Sello.INTEGRO, SelloSat.NO_VERIFICADO, true);
    }

    @Test
    void anotherCertificateOfSatVerifiesNothing() {
        var other = SampleKeys.certificate(
                "SAT970701NN3", "30001000000599990009", SampleKeys.SAT, SampleKeys.FROM, SampleKeys.UNTIL);

        assertThat(new SealCheck(List.of(other))
                        .check(read(SampleRetenciones.nacional(1)))
                        .selloSat())
                .isEqualTo(SelloSat.NO_VERIFICADO);
    }

    @Test
    void aSealOfAnotherKeyIsFalse() {
        SealResult result = check(SampleRetenciones.selloFalso(1));

        assertThat(result.sello()).isEqualTo(Sello.ALTERADO);
        assertThat(rules(result)).containsExactly(Rule.SEAL_ALTERED);
    }

    @Test
    void anyChangedValueBreaksTheSeal() {
        String sealed = SampleRetenciones.nacional(1).text();

        for (String[] change : new String[][] {
            {"MontoRet=\"1000.00\"", "MontoRet=\"1000.01\""},
            {"MontoTotRet=\"1000.00\"", "MontoTotRet=\"1000.0\""},
            {"ANA MARÍA", "ANA MARIA"},
            {"RfcR=\"PEGA800101AB5\"", "RfcR=\"PEGA800101AB6\""},
            {"FechaExp=\"2026-01-31T10:15:30\"", "FechaExp=\"2026-01-31T10:15:31\""},
            {" CurpR=\"PEGA800101MDFXMN09\"", ""}
        }) {
            assertThat(sealed).contains(change[0]);
            assertThat(check(sealed.replace(change[0], change[1])).sello())
                    .as(change[0])
                    .isEqualTo(Sello.ALTERADO);
        }
    }

    @Test
    void whiteSpaceAndTheOrderOfAttributesBreakNoSeal() {
        String sealed = SampleRetenciones.nacional(1).text();

        assertThat(check(sealed.replace("ANA MARÍA", " ANA \n  MARÍA")).sello()).isEqualTo(Sello.INTEGRO);
        assertThat(check(sealed.replace(
                                "MesIni=\"01\" MesFin=\"12\" Ejercicio=\"2025\"",
                                "Ejercicio=\"2025\"   MesFin=\"12\"\n MesIni=\"01\""))
                        .sello())
                .isEqualTo(Sello.INTEGRO);
    }

    @Test
    void theCertificateOfAnotherTaxpayer() {
        SealResult result = check(SampleRetenciones.certificadoAjeno(1));

        assertThat(result.sello()).isEqualTo(Sello.INTEGRO);
        assertThat(result.certificateRfc()).isEqualTo(Match.NO);
        assertThat(rules(result)).containsExactly(Rule.CERTIFICATE_RFC_DIFFERS);
        assertThat(result.isIntact()).isFalse();
    }

    @Test
    void anotherNumberThanTheCertificates() {
        String sealed = SampleRetenciones.nacional(1).text();

        SealResult result = check(
                sealed.replace("NoCertificado=\"30001000000599990001\"", "NoCertificado=\"30001000000599990003\""));

        assertThat(result.certificateNumber()).isEqualTo(Match.NO);
        assertThat(rules(result)).containsExactly(Rule.SEAL_ALTERED, Rule.CERTIFICATE_NUMBER_DIFFERS);
    }

    @Test
    void theCertificateHadExpiredOrWasNotInForceYet() {
        var sample = SampleRetenciones.nacional(1);
        Periodo periodo = new Periodo(1, 1, 2024);

        assertThat(check(sample.withDates(LocalDateTime.of(2024, 4, 30, 20, 0), periodo))
                        .inForceAtIssue())
                .isEqualTo(Match.NO);
        assertThat(check(sample.withDates(LocalDateTime.of(2024, 5, 1, 0, 0), periodo))
                        .inForceAtIssue())
                .isEqualTo(Match.YES);
        assertThat(rules(check(sample.withDates(LocalDateTime.of(2028, 5, 1, 2, 0), periodo))))
                .containsExactly(Rule.CERTIFICATE_NOT_IN_FORCE);
    }

    @Test
    void theStampOfAnotherDocument() {
        String one = SampleRetenciones.nacional(1).text();
        String two = SampleRetenciones.nacional(2).text();

        SealResult result = check(one.replace(stamp(one), stamp(two)));

        assertThat(result.sello()).isEqualTo(Sello.INTEGRO);
        assertThat(result.selloCfd()).isEqualTo(Match.NO);
        assertThat(result.selloSat()).isEqualTo(SelloSat.VERIFICADO);
        assertThat(rules(result)).containsExactly(Rule.SELLO_CFD_DIFFERS);
    }

    @Test
    void aStampThatSomebodyChanged() {
        SampleRetencion sample = SampleRetenciones.nacional(1);

        SealResult result = check(sample.text().replace(sample.folioFiscal(), "AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE"));

        assertThat(result.selloSat()).isEqualTo(SelloSat.ALTERADO);
        assertThat(rules(result)).containsExactly(Rule.SAT_SEAL_ALTERED);
    }

    @Test
    void whatCannotBeVerifiedSaysWhy() {
        String sealed = SampleRetenciones.nacional(1).text();
        Retencion retencion = reader.read(SampleRetenciones.nacional(1).xml());

        assertThat(check(sealed.replace("Sello=\"" + retencion.sello(), "Sello=\""))
                        .reason())
                .contains(Reason.NO_SEAL);
        assertThat(check(sealed.replace(retencion.certificado(), "")).reason()).contains(Reason.NO_CERTIFICATE);
        assertThat(check(sealed.replace(retencion.certificado(), "AAAA")).reason())
                .contains(Reason.CERTIFICATE_UNREADABLE);
        assertThat(check(sealed.replace(retencion.certificado(), retencion.certificado() + "A".repeat(40_000)))
                        .reason())
                .contains(Reason.CERTIFICATE_UNREADABLE);
        assertThat(check(new String(SampleRetenciones.version1(), StandardCharsets.UTF_8))
                        .reason())
                .contains(Reason.OLD_VERSION);
    }

    @Test
    void aSealThatIsNoBase64IsFalse() {
        Retencion retencion = reader.read(SampleRetenciones.nacional(1).xml());
        String sealed = SampleRetenciones.nacional(1).text();

        assertThat(check(sealed.replace(retencion.sello(), "no es un sello")).sello())
                .isEqualTo(Sello.ALTERADO);
    }

    @Test
    void aSealInLinesIsTheSameSeal() {
        Retencion retencion = reader.read(SampleRetenciones.nacional(1).xml());
        String lines = retencion.sello().replaceAll("(.{64})", "$1&#10;");

        assertThat(check(SampleRetenciones.nacional(1)
                        .text()
                        .replace("Sello=\"" + retencion.sello(), "Sello=\"" + lines)))
                .extracting(SealResult::sello, SealResult::selloCfd)
                .containsExactly(Sello.INTEGRO, Match.YES);
    }

    @Test
    void aKeyThatIsTooShortIsNotTrusted() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(768);
        var pair = generator.generateKeyPair();
        var certificate = SampleKeys.certificate(
                SampleRetenciones.RFC_EMISOR,
                SampleKeys.NUMBER_OF_ISSUER,
                pair,
                Instant.parse("2024-01-01T00:00:00Z"),
                SampleKeys.UNTIL);

        assertThat(check(SampleRetenciones.nacional(1).withSeal(certificate, pair))
                        .reason())
                .contains(Reason.KEY_UNUSUAL);
    }

    @Test
    void aKeyForAnotherKindOfSealIsUnusual() throws Exception {
        var other = KeyPairGenerator.getInstance("RSASSA-PSS").generateKeyPair();
        var pair = new KeyPair(other.getPublic(), SampleKeys.ISSUER.getPrivate());
        var certificate = SampleKeys.certificate(
                SampleRetenciones.RFC_EMISOR, SampleKeys.NUMBER_OF_ISSUER, pair, SampleKeys.FROM, SampleKeys.UNTIL);

        assertThat(check(SampleRetenciones.nacional(1).withSeal(certificate, pair))
                        .reason())
                .contains(Reason.KEY_UNUSUAL);
    }

    private SealResult check(SampleRetencion sample) {
        return check(sample.text());
    }

    private SealResult check(String text) {
        return new SealCheck(List.of(SampleRetenciones.certificadoDelSat()))
                .check(reader.read(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Retencion read(SampleRetencion sample) {
        return reader.read(sample.xml());
    }

    private static List<Rule> rules(SealResult result) {
        return result.findings().stream().map(Finding::rule).toList();
    }

    private static String stamp(String text) {
        return text.substring(text.indexOf("<tfd:TimbreFiscalDigital"), text.indexOf("</retenciones:Complemento>"));
    }
}
