package org.valija.server.cli;

import java.util.Locale;
import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code valija}: what it can do. Exit status 0 done, 1 failed, 2 wrong use. */
@Command(
        name = "valija",
        resourceBundle = "commands",
        mixinStandardHelpOptions = true,
        version = "Valija 0.1.0",
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            ConnectCommand.class,
            DoctorCommand.class,
            TrainCommand.class
        })
public final class ValijaCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    ValijaCommand() {
        this.spec = CommandSpec.create();
    }

    /** Runs the command line and gives its exit status. */
    public static int run(String... args) {
        return new CommandLine(new ValijaCommand())
                .setExecutionExceptionHandler(new FailureReport())
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                ResourceBundle.getBundle("commands", Locale.getDefault()).getString("missing"));
    }
}
