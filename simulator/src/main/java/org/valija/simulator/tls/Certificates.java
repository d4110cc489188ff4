package org.valija.simulator.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;

/** The simulator's CA, and a TLS context for each kind of server certificate, made when first used. Thread-safe. */
public final class Certificates implements AutoCloseable {

    private final CertificateAuthority authority;
    private final Clock clock;
    private final Path file;
    private final boolean temporary;
    private final Map<ServerCertificate, SSLContext> contexts = new EnumMap<>(ServerCertificate.class);

    private Certificates(CertificateAuthority authority, Clock clock, Path file, boolean temporary) {
        this.authority = authority;
        this.clock = clock;
        this.file = file;
        this.temporary = temporary;
    }

    /** With a folder the CA is the same at the next start; without one it is new, and its file goes at the end. */
    public static Certificates open(Optional<Path> folder, Clock clock) {
        if (folder.isPresent()) {
            CertificateAuthority kept = CertificateAuthority.keptIn(folder.get(), clock);
            return new Certificates(kept, clock, folder.get().resolve("ca.pem"), false);
        }
        CertificateAuthority created = CertificateAuthority.create(clock);
        try {
            Path file = Files.createTempFile("valija-simulator-ca", ".pem");
            Files.writeString(file, created.pem());
            return new Certificates(created, clock, file, true);
        } catch (IOException e) {
            throw new UncheckedIOException("The CA certificate cannot be written", e);
        }
    }

    /** The CA's certificate, for a client's trust store. */
    public String caPem() {
        return authority.pem();
    }

    /** The file that holds {@link #caPem()}. */
    public Path caFile() {
        return file;
    }

    public SSLContext context(ServerCertificate kind) {
        synchronized (contexts) {
            return contexts.computeIfAbsent(kind, missing -> issue(missing).sslContext());
        }
    }

    @Override
    public void close() {
        if (temporary) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private IssuedCertificate issue(ServerCertificate kind) {
        GeneralName[] ownNames = {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.dNSName, "smtp.simulator.test"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
        };
        return switch (kind) {
            case TRUSTED -> authority.issue(clock, "smtp.simulator.test", ownNames);
            case MISMATCHED ->
                authority.issue(
                        clock,
                        "other-host.simulator.test",
                        new GeneralName(GeneralName.dNSName, "other-host.simulator.test"));
            case UNTRUSTED -> CertificateAuthority.create(clock).issue(clock, "smtp.simulator.test", ownNames);
        };
    }
}
