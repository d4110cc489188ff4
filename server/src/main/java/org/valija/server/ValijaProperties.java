package org.valija.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.valija.oauth.KeyFile;
import org.valija.oauth.KeyService;

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
 * @param vault where its keys are kept
 */
@ConfigurationProperties("valija")
public record ValijaProperties(
        Path data,
        Optional<URI> publicUrl,
        @DefaultValue("false") boolean allowPlainHttp,
        @DefaultValue("false") boolean demo,
        @DefaultValue("") String company,
        @Nullable ZoneId zone,
        @DefaultValue DatabaseProperties database,
        @DefaultValue VaultProperties vault) {

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

    /**
     * The vault's keys; without an address of a key service, a file in clear in the data folder.
     *
     * @param keyFile another place for the file
     * @param kmsUri the key, at a key service, that encrypts the file
     * @param kmsJars folder with the jars of that service's client
     */
    public record VaultProperties(
            @Nullable Path keyFile,
            Optional<URI> kmsUri,
            @Nullable Path kmsJars) {

        /** The service with that address, reached by the client that is configured. */
        public KeyService service(URI key) {
            return kmsJars == null ? KeyService.of(key) : KeyService.of(key, KeyServiceJars.of(kmsJars));
        }
    }

    /** The key file of the vault, apart from the database. */
    public KeyFile keyFile() {
        KeyFile file = KeyFile.at(vault.keyFile() == null ? data.resolve("valija.keys") : vault.keyFile());
        return vault.kmsUri().map(key -> file.encryptedBy(vault.service(key))).orElse(file);
    }

    public Path sqliteFile() {
        return data.resolve("valija.db");
    }
}
