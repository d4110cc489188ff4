package org.valija.server.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.valija.server.ValijaProperties;

/**
 * A certificate that nobody vouches for, made here and kept in the data folder, readable by its owner alone: people compare its
 * fingerprint once. It is no authority: whoever has its key can pass for this console alone. It lives for 398 days, the most
 * that browsers take of others, and is made anew when fewer than 30 are left.
 */
final class GeneratedCertificate {

    static final Duration LIFETIME = Duration.ofDays(398);

    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
    private static final int LONGEST_COMMON_NAME = 64;

    private final Path folder;
    private final List<String> wanted;
    private final Clock clock;

    GeneratedCertificate(ValijaProperties properties, TlsProperties tls, Clock clock) {
        this.folder = properties.data().resolve("tls");
        this.clock = clock;
        Set<String> names = new LinkedHashSet<>();
        properties.publicUrl().map(URI::getHost).ifPresent(names::add);
        names.addAll(tls.names());
        names.addAll(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"));
        names.addAll(ofThisMachine());
        this.wanted = names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    Path certificate() {
        return folder.resolve("console.pem");
    }

    Path key() {
        return folder.resolve("console.key");
    }

    /** Makes it where there is none, or where it ends soon. */
    synchronized void makeIfMissing() {
        if (!Files.exists(certificate()) || !Files.exists(key()) || endsSoon()) {
            make();
        }
    }

    private boolean endsSoon() {
        try {
            List<X509Certificate> found = org.springframework.boot.ssl.pem.PemContent.load(certificate())
                    .getCertificates();
            return found == null
                    || found.isEmpty()
                    || found.getFirst()
                            .getNotAfter()
                            .toInstant()
                            .isBefore(clock.instant().plus(RENEWED_BEFORE));
        } catch (IOException | IllegalStateException e) {
            throw new UnusableCertificateException("unreadable", certificate(), e);
        }
    }

    private void make() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = keys.generateKeyPair();
            X509Certificate made = signed(pair);
            Files.createDirectories(folder);
            write(key(), "PRIVATE KEY", pair.getPrivate().getEncoded());
            write(certificate(), "CERTIFICATE", made.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException("The certificate cannot be kept in " + folder + ": " + e.getMessage(), e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate could not be made", e);
        }
    }

    private X509Certificate signed(KeyPair pair)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        Instant now = clock.instant();
        String common = wanted.getFirst();
        X500Name name =
                new X500Name("CN=" + common.substring(0, Math.min(common.length(), LONGEST_COMMON_NAME)) + ",O=Valija");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(127, new SecureRandom()).setBit(0),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.minus(Duration.ofHours(1)).plus(LIFETIME)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(
                        wanted.stream().map(GeneratedCertificate::generalName).toArray(GeneralName[]::new)));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    private static GeneralName generalName(String name) {
        boolean address = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    /** Into a file of its own that takes the place of the older one at once. */
    private static void write(Path file, String kind, byte[] octets) throws IOException {
        StringWriter text = new StringWriter();
        text.append("-----BEGIN ").append(kind).append("-----\n");
        text.append(Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(octets));
        text.append("\n-----END ").append(kind).append("-----\n");
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(fresh, text.toString());
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Collection<String> ofThisMachine() {
        Set<String> names = new LinkedHashSet<>();
        try {
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            // A machine whose name leads nowhere is reached by its addresses.
            names.add("localhost");
        }
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .forEach(address -> names.add(address.getHostAddress().replaceFirst("%.*", "")));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}
