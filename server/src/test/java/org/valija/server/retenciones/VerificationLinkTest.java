package org.valija.server.retenciones;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerificationLinkTest {

    private static final String PAGE = "https://prodretencionverificacion.clouda.sat.gob.mx/?";

    private final RetencionReader reader = new RetencionReader();

    @Test
    void ofANationalReceiver() {
        SampleRetencion sample = SampleRetenciones.nacional(7).withAmounts("1234.50", "0.00", "1");
        Retencion read = reader.read(sample.xml());

        assertThat(VerificationLink.of(read))
                .contains(PAGE + "id=" + sample.folioFiscal() + "&re=EPR240501AB1&rr=PEGA800101AB5&tt=1234.5&fe="
                        + read.sello().substring(read.sello().length() - 8));
    }

    @Test
    void ofAReceiverAbroad() {
        assertThat(link(SampleRetenciones.extranjero(7))).contains("&nr=00000000US-987654321&tt=10000.0&fe=");
        assertThat(link(SampleRetenciones.nacional(7).withReceptor(new Receptor.Extranjero(Optional.empty(), "X"))))
                .contains("&nr=&tt=");
    }

    @Test
    void anAmpersandInAnRfcBreaksNoLink() {
        assertThat(link(SampleRetenciones.nacional(7).withReceptor("Ñ&A991231AA0", "X")))
                .contains("&rr=%C3%91%26A991231AA0&tt=");
    }

    @Test
    void ofADraftThereIsNone() {
        assertThat(VerificationLink.of(
                        reader.read(SampleRetenciones.sinTimbre(7).xml())))
                .isEmpty();
    }

    @Test
    void ofVersion1() {
        assertThat(VerificationLink.of(reader.read(SampleRetenciones.version1())))
                .contains(
                        PAGE
                                + "re=EPR240501AB1&rr=PEGA800101AB5&tt=0000000100.000001&id=aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee");
    }

    private String link(SampleRetencion sample) {
        return VerificationLink.of(reader.read(sample.xml())).orElseThrow();
    }
}
