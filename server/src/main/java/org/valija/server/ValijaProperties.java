package org.valija.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code valija.yaml} may say of the service itself.
 *
 * @param data folder of database, keys and configuration
 * @param publicUrl the https address under which people reach the console, where it differs from what they type locally
 * @param allowPlainHttp listens beyond this machine without TLS; for a trusted network only
 * @param demo the demonstration's installation: its key need not be changed at first entry
 * @param company shown at the top of the console
 * @param zone in which times are shown
 * @param database where the data is kept
 */
@ConfigurationProperties("valija")
public record ValijaProperties(
        Path data,
        Optional<URI> publicUrl,
        @DefaultValue("false") boolean allowPlainHttp,
        @DefaultValue("false") boolean demo,
        @DefaultValue("") String company,
        @Nullable ZoneId zone,
        @DefaultValue DatabaseProperties database) {

    /**
     * Without an address: a SQLite file in the data folder.
     *
     * @param url {@code jdbc:postgresql://host/name}
     * @param passwordFile read instead of a password in the configuration
     */
    public record DatabaseProperties(
            Optional<String> url,
            @DefaultValue("") String username,
            @Nullable Path passwordFile) {}

    /** The key file of the vault, apart from the database. */
    public Path keyFile() {
        return data.resolve("valija.keys");
    }

    public Path sqliteFile() {
        return data.resolve("valija.db");
    }
}
