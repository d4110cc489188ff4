package org.valija.oauth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The platform's certificate authorities together with those of an installation: a company's proxy or own server. */
public final class TrustedAuthorities {

    private TrustedAuthorities() {}

    /**
     * TLS that trusts the platform's authorities and those in the PEM files.
     *
     * @throws IllegalArgumentException naming the file that holds no certificate or cannot be read
     */
    public static SSLContext with(List<Path> pemFiles) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (X509Certificate certificate : platform()) {
                store.setCertificateEntry("platform-" + count++, certificate);
            }
            for (Path file : pemFiles) {
                for (Certificate certificate : read(file)) {
                    store.setCertificateEntry("installation-" + count++, certificate);
                }
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(store), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the platform's TLS cannot be set up", e);
        }
    }

    private static List<? extends Certificate> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<? extends Certificate> certificates =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("There is no certificate in " + file + "; a PEM file is expected");
            }
            return certificates;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("The certificates in " + file + " cannot be read: " + e, e);
        }
    }

    private static List<X509Certificate> platform() throws GeneralSecurityException {
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager x509) {
                return List.of(x509.getAcceptedIssuers());
            }
        }
        return List.of();
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
