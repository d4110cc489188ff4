package org.valija.server.retenciones;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** SAT's certificates with which {@link SealCheck} verifies its stamps; whoever runs Valija downloads them from SAT. */
public final class SatCertificates {

    private SatCertificates() {}

    /**
     * Those of one file, DER or PEM.
     *
     * @throws IllegalArgumentException when the file is no certificate
     * @throws UncheckedIOException when it cannot be read
     */
    public static List<X509Certificate> in(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new IllegalArgumentException(file + " is no certificate", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
