package org.valija.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.ssl.pem.PemContent;

/** The files that a certificate is in: reads them whole, and tells whether what is in them has changed. */
final class CertificateFiles {

    private final TlsProperties properties;
    private final GeneratedCertificate generated;

    CertificateFiles(TlsProperties properties, GeneratedCertificate generated) {
        this.properties = properties;
        this.generated = generated;
    }

    /**
     * The certificate that is in them now, be its time over or not. One that is to be made is made when there is none.
     *
     * @throws UnusableCertificateException when TLS cannot be spoken with it
     */
    Certificate read() {
        if (properties.keystoreFile().isPresent()) {
            return fromKeystore(properties.keystoreFile().get());
        }
        if (properties.chainFile().isPresent()) {
            Path key = properties
                    .keyFile()
                    .orElseThrow(() -> new UnusableCertificateException("no-key", "valija.tls.private-key"));
            return fromPem(properties.chainFile().get(), key);
        }
        renew();
        return fromPem(generated.certificate(), generated.key());
    }

    /** Makes anew what was made here and ends soon. */
    void renew() {
        if (properties.generate()
                && properties.keystoreFile().isEmpty()
                && properties.chainFile().isEmpty()) {
            generated.makeIfMissing();
        }
    }

    /** A hash of all that is in the files, whatever links lead there; it differs while one of them cannot be read. */
    String state() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files()) {
                digest.update(Files.exists(file) ? Files.readAllBytes(file) : new byte[] {0});
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            return "unreadable: " + e.getMessage();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Path> files() {
        if (properties.keystoreFile().isPresent()) {
            return Stream.of(properties.keystoreFile(), properties.passwordFile())
                    .flatMap(Optional::stream)
                    .toList();
        }
        if (properties.chainFile().isPresent()) {
            return Stream.of(properties.chainFile(), properties.keyFile())
                    .flatMap(Optional::stream)
                    .toList();
        }
        return List.of(generated.certificate(), generated.key());
    }

    private static Certificate fromPem(Path certificate, Path key) {
        List<X509Certificate> chain = Optional.ofNullable(pem(certificate).getCertificates())
                .filter(found -> !found.isEmpty())
                .orElseThrow(() -> new UnusableCertificateException("empty", certificate));
        PrivateKey secret = Optional.ofNullable(pem(key).getPrivateKey())
                .orElseThrow(() -> new UnusableCertificateException("no-key", key));
        return certificate(chain, secret);
    }

    private static PemContent pem(Path file) {
        try {
            return PemContent.load(file);
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            throw new UnusableCertificateException("unreadable", file, e);
        }
    }

    private Certificate fromKeystore(Path file) {
        try {
            char[] password = properties.passwordFile().isPresent()
                    ? Files.readString(properties.passwordFile().get()).strip().toCharArray()
                    : new char[0];
            KeyStore store = KeyStore.getInstance(file.toFile(), password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password) instanceof PrivateKey key) {
                    List<X509Certificate> chain = new ArrayList<>();
                    for (java.security.cert.Certificate link : store.getCertificateChain(alias)) {
                        chain.add((X509Certificate) link);
                    }
                    return certificate(chain, key);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableCertificateException("unreadable", file, e);
        }
        throw new UnusableCertificateException("no-key", file);
    }

    private static Certificate certificate(List<X509Certificate> chain, PrivateKey key) {
        X509Certificate leaf = chain.getFirst();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    Certificate.ALIAS, key, Certificate.PASSWORD.toCharArray(), chain.toArray(new X509Certificate[0]));
            if (!belongTogether(leaf, key)) {
                throw new UnusableCertificateException("other-key", leaf.getSubjectX500Principal());
            }
            boolean selfSigned = leaf.getSubjectX500Principal().equals(leaf.getIssuerX500Principal());
            return new Certificate(store, leaf, selfSigned);
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableCertificateException("unreadable", leaf.getSubjectX500Principal(), e);
        }
    }

    /** What the key signs is to be verified by the certificate. */
    private static boolean belongTogether(X509Certificate leaf, PrivateKey key) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA", "RSASSA-PSS" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] proof = "Valija".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Signature sign = Signature.getInstance(algorithm);
        sign.initSign(key);
        sign.update(proof);
        byte[] signed = sign.sign();
        Signature verify = Signature.getInstance(algorithm);
        try {
            verify.initVerify(leaf.getPublicKey());
            verify.update(proof);
            return verify.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
