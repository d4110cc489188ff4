package org.valija.server;

import org.valija.server.cli.ValijaCommand;

/** Entry point of {@code valija-server.jar}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(ValijaCommand.run(args));
    }
}
