package org.valija.server.operations;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.valija.server.ValijaProperties;
import org.valija.server.tls.ConsoleCertificate;

/** What of an installation's health is the machine's. Thread-safe. */
@Component
class MachineChecks {

    /** Under this nothing more is to be accepted: a database that runs out of space in a commit is not what one wants. */
    private static final DataSize FULL = DataSize.ofMegabytes(64);

    private static final long MEBIBYTE = 1024L * 1024;

    private final ValijaProperties properties;
    private final OperationsProperties limits;
    private final ConsoleCertificate certificate;

    MachineChecks(ValijaProperties properties, OperationsProperties limits, ConsoleCertificate certificate) {
        this.properties = properties;
        this.limits = limits;
        this.certificate = certificate;
    }

    /** The data folder's file system. */
    record Disk(long free, long total) {}

    /** @throws IOException when it cannot be asked */
    Disk space() throws IOException {
        FileStore store = Files.getFileStore(properties.data());
        return new Disk(store.getUsableSpace(), store.getTotalSpace());
    }

    Finding disk() {
        try {
            Disk disk = space();
            Map<String, Object> figures = Map.of("freeBytes", disk.free(), "totalBytes", disk.total());
            long megabytes = disk.free() / MEBIBYTE;
            if (disk.free() < FULL.toBytes()) {
                return Finding.bad(Check.DISK, Level.DOWN, "full", figures, megabytes, folder());
            }
            return disk.free() < limits.diskLow().toBytes()
                    ? Finding.bad(Check.DISK, Level.DEGRADED, "low", figures, megabytes, folder())
                    : Finding.good(Check.DISK, figures);
        } catch (IOException e) {
            return Finding.bad(Check.DISK, Level.DOWN, "away", Map.of(), folder());
        }
    }

    /** The console's own; where it speaks no TLS itself there is nothing to look at. */
    Finding certificate() {
        if (certificate.daysLeft().isEmpty()) {
            return Finding.good(Check.CERTIFICATE, Map.of());
        }
        long days = certificate.daysLeft().getAsLong();
        Map<String, Object> figures = Map.of("daysLeft", days);
        if (days < 0) {
            return Finding.bad(Check.CERTIFICATE, Level.DEGRADED, "over", figures);
        }
        if (certificate.isEarly()) {
            return Finding.bad(Check.CERTIFICATE, Level.DEGRADED, "early", figures);
        }
        if (certificate.endsSoon()) {
            return Finding.bad(Check.CERTIFICATE, Level.DEGRADED, "ends", figures, days);
        }
        return certificate.isKept()
                ? Finding.bad(Check.CERTIFICATE, Level.DEGRADED, "kept", figures, days)
                : Finding.good(Check.CERTIFICATE, figures);
    }

    private String folder() {
        return properties.data().toString();
    }
}
