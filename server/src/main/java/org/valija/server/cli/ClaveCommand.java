package org.valija.server.cli;

import java.util.Locale;
import java.util.ResourceBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code valija clave}: the keys of users, on the server's own machine. */
@Command(
        name = "clave",
        resourceBundle = "commands",
        mixinStandardHelpOptions = true,
        subcommands = {ClaveRestablecerCommand.class, SegundoFactorCommand.class})
final class ClaveCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                ResourceBundle.getBundle("commands", Locale.getDefault()).getString("clave.missing"));
    }
}
