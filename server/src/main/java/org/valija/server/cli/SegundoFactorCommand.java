package org.valija.server.cli;

import java.util.Locale;
import java.util.ResourceBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code valija clave segundo-factor}: the second factors of users, on the server's own machine. */
@Command(
        name = "segundo-factor",
        resourceBundle = "commands",
        mixinStandardHelpOptions = true,
        subcommands = SegundoFactorQuitarCommand.class)
final class SegundoFactorCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                ResourceBundle.getBundle("commands", Locale.getDefault()).getString("factor.missing"));
    }
}
