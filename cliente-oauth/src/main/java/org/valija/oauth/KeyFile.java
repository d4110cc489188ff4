package org.valija.oauth;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the vault's keys are kept: a file apart from the database, readable by its owner alone, and either in clear or
 * encrypted by a key service.
 *
 * @param path of the file; made with one new key where the database is new too
 * @param service encrypts the file; empty when it is in clear
 */
public record KeyFile(Path path, Optional<KeyService> service) {

    /** A file in clear, protected by its permissions. */
    public static KeyFile at(Path path) {
        return new KeyFile(path, Optional.empty());
    }

    /** The same file, encrypted by a key that never leaves the service. */
    public KeyFile encryptedBy(KeyService keyService) {
        return new KeyFile(path, Optional.of(keyService));
    }
}
