package org.valija.server.operations;

import java.util.Optional;

/** Which program this is. */
final class Build {

    private Build() {}

    /** Its version; {@code development} where it runs from its classes. */
    static String version() {
        return Optional.ofNullable(Build.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
