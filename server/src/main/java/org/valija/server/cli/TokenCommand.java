package org.valija.server.cli;

import java.util.Locale;
import java.util.ResourceBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code valija token}: the tokens by which programs and this command line are known to a service. */
@Command(
        name = "token",
        resourceBundle = "commands",
        mixinStandardHelpOptions = true,
        subcommands = {TokenCreateCommand.class, TokenListCommand.class, TokenRevokeCommand.class})
final class TokenCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                ResourceBundle.getBundle("commands", Locale.getDefault()).getString("token.missing"));
    }
}
