package org.valija.server.retenciones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SatCertificatesTest {

    @TempDir
    Path folder;

    @Test
    void asSatGivesThemAndAsText() throws Exception {
        byte[] der = SampleRetenciones.certificadoDelSat().getEncoded();
        String pem = "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";

        assertThat(SatCertificates.in(Files.write(folder.resolve("sat.cer"), der)))
                .singleElement()
                .satisfies(it -> assertThat(new SealCheck(List.of(it))
                                .check(new RetencionReader()
                                        .read(SampleRetenciones.nacional(1).xml()))
                                .selloSat())
                        .isEqualTo(SealResult.SelloSat.VERIFICADO));
        assertThat(SatCertificates.in(Files.writeString(folder.resolve("sat.pem"), pem + pem)))
                .hasSize(2);
    }

    @Test
    void whatIsNoCertificate() throws Exception {
        Path file = Files.writeString(folder.resolve("sat.cer"), "no");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SatCertificates.in(file))
                .withMessageContaining("sat.cer");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> SatCertificates.in(folder.resolve("none.cer")));
    }
}
