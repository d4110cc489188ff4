package org.valija.simulator.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server's certificate with its key and issuer. */
record IssuedCertificate(PrivateKey key, X509Certificate certificate, X509Certificate issuer) {

    /** A context for servers that show this certificate. */
    SSLContext sslContext() {
        char[] password = "memory".toCharArray();
        try {
            // In memory only: PKCS12 would spend its key stretching on nothing at every start.
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(null, password);
            store.setKeyEntry("server", key, password, new Certificate[] {certificate, issuer});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }
}
