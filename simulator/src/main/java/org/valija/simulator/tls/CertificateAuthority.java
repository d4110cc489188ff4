package org.valija.simulator.tls;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA with an elliptic-curve key, made in milliseconds. Immutable. */
final class CertificateAuthority {

    private static final Duration LIFE = Duration.ofDays(3650);
    private static final String NAME = "CN=Valija simulator CA,O=Simulator";

    private final PrivateKey key;
    private final X509Certificate certificate;

    private CertificateAuthority(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    static CertificateAuthority create(Clock clock) {
        KeyPair pair = newKeyPair();
        X500Name name = new X500Name(NAME);
        return new CertificateAuthority(
                pair.getPrivate(), sign(clock.instant(), name, pair, name, pair.getPrivate(), true));
    }

    /** The CA kept in a folder, made there at the first time. The key's file is for its owner only. */
    static CertificateAuthority keptIn(Path folder, Clock clock) {
        Path certificateFile = folder.resolve("ca.pem");
        Path keyFile = folder.resolve("ca-key.pem");
        try {
            if (Files.exists(certificateFile) && Files.exists(keyFile)) {
                return read(Files.readString(keyFile), Files.readString(certificateFile));
            }
            Files.createDirectories(folder);
            CertificateAuthority created = create(clock);
            writePrivately(keyFile, pem(new JcaPKCS8Generator(created.key, null)));
            Files.writeString(certificateFile, created.pem());
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException("The CA cannot be kept in " + folder, e);
        }
    }

    /** A server certificate for these names, with its key and this CA as its chain. */
    IssuedCertificate issue(Clock clock, String commonName, GeneralName... names) {
        KeyPair pair = newKeyPair();
        X509Certificate leaf =
                sign(clock.instant(), new X500Name(NAME), pair, new X500Name("CN=" + commonName), key, false, names);
        return new IssuedCertificate(pair.getPrivate(), leaf, /* issuer= */ certificate);
    }

    String pem() {
        return pem(certificate);
    }

    private static CertificateAuthority read(String keyPem, String certificatePem) throws IOException {
        try (PEMParser keyParser = new PEMParser(new StringReader(keyPem));
                PEMParser certificateParser = new PEMParser(new StringReader(certificatePem))) {
            if (keyParser.readObject() instanceof PrivateKeyInfo keyInfo
                    && certificateParser.readObject() instanceof X509CertificateHolder holder) {
                return new CertificateAuthority(
                        new JcaPEMKeyConverter().getPrivateKey(keyInfo),
                        new JcaX509CertificateConverter().getCertificate(holder));
            }
            throw new IOException("ca.pem or ca-key.pem is not what its name says");
        } catch (GeneralSecurityException e) {
            throw new IOException("ca.pem or ca-key.pem cannot be read", e);
        }
    }

    private static X509Certificate sign(
            Instant now,
            X500Name issuer,
            KeyPair subjectKeys,
            X500Name subject,
            PrivateKey issuerKey,
            boolean authority,
            GeneralName... names) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(127, new SecureRandom()),
                    Date.from(now.minus(Duration.ofDays(1))),
                    Date.from(now.plus(LIFE)),
                    subject,
                    subjectKeys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (authority) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            } else {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey)));
        } catch (OperatorCreationException | CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("A certificate cannot be made", e);
        }
    }

    private static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no P-256", e);
        }
    }

    private static String pem(Object value) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void writePrivately(Path file, String text) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, text, StandardCharsets.US_ASCII, StandardOpenOption.CREATE);
    }
}
