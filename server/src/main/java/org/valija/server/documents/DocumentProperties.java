package org.valija.server.documents;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The part of {@code valija.yaml} that speaks of documents.
 *
 * @param satCertificates files of SAT's certificates, with which its stamps are verified
 * @param folders that are watched
 * @param every how often they are looked at
 * @param still how long a file must not have changed before it is taken
 * @param pairWait how long a PDF waits for its XML
 */
@ConfigurationProperties("valija.documents")
public record DocumentProperties(
        List<Path> satCertificates,
        List<WatchedFolder> folders,
        @DefaultValue("3s") Duration every,
        @DefaultValue("5s") Duration still,
        @DefaultValue("10m") Duration pairWait) {

    /** What becomes of a file that was taken. */
    public enum Afterwards {
        /** It goes to the folder {@code tomados} below. */
        MOVE,
        DELETE
    }

    /**
     * A folder whose files are taken.
     *
     * @param path of this machine, or of a share that it reaches
     * @param company RFC of whose files they are; retenciones tell that themselves
     * @param kind what the files are that are no retención
     */
    public record WatchedFolder(
            Path path,
            Optional<String> company,
            @DefaultValue("RETENCION") Kind kind,
            @DefaultValue("MOVE") Afterwards afterwards) {}

    public DocumentProperties {
        satCertificates = satCertificates == null ? List.of() : List.copyOf(satCertificates);
        folders = folders == null ? List.of() : List.copyOf(folders);
        check("every", every.isPositive());
        check("still", !still.isNegative());
        check("pair-wait", !pairWait.isNegative());
    }

    private static void check(String key, boolean right) {
        if (!right) {
            throw new IllegalArgumentException("In valija.yaml, documents." + key + " is too small");
        }
    }
}
