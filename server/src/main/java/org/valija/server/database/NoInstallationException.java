package org.valija.server.database;

import java.nio.file.Path;

/** The data folder holds no installation. Nothing was made. */
public final class NoInstallationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String folder;

    NoInstallationException(Path folder) {
        super("there is no installation in " + folder);
        this.folder = folder.toString();
    }

    public String folder() {
        return folder;
    }
}
