package org.valija.server.cli;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code valija}: what it can do, and what it ends with ({@link ExitStatus}). */
@Command(name = "valija", resourceBundle = "commands", mixinStandardHelpOptions = true, version = "Valija 0.1.0")
public final class ValijaCommand implements Runnable {

    private static final String SYSTEM_PROXIES = "java.net.useSystemProxies";

    private static final List<Class<?>> COMMANDS = List.of(
            ServeCommand.class,
            DemoCommand.class,
            ConnectCommand.class,
            SendCommand.class,
            StatusCommand.class,
            DoctorCommand.class,
            ClaveCommand.class,
            KeysCommand.class,
            TokenCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            CompletionCommand.class,
            TrainCommand.class);

    @Spec
    private CommandSpec spec;

    ValijaCommand() {
        this.spec = CommandSpec.create();
    }

    /**
     * Runs the command line and gives its exit status. On Windows and macOS the system's own proxy settings are followed
     * unless Java is told otherwise; elsewhere these are environment variables.
     */
    public static int run(String... args) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if ((system.contains("win") || system.contains("mac")) && System.getProperty(SYSTEM_PROXIES) == null) {
            System.setProperty(SYSTEM_PROXIES, "true");
        }
        return line(args).execute(args);
    }

    /** Knows all commands; only the one that is asked for where it can tell, because each costs time at a start. */
    static CommandLine line(String... args) {
        CommandLine line = new CommandLine(new ValijaCommand());
        List<Class<?>> asked = COMMANDS.stream()
                .filter(command -> args.length > 0 && name(command).equals(args[0]))
                .toList();
        for (Class<?> command : asked.isEmpty() ? COMMANDS : asked) {
            line.addSubcommand(command);
        }
        ResourceBundle words = ResourceBundle.getBundle("commands", Locale.getDefault());
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading(words.getString("exit") + "%n")
                .exitCodeList(ExitStatus.explained(words));
        return line.setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler(new FailureReport());
    }

    private static String name(Class<?> command) {
        Command described = command.getAnnotation(Command.class);
        return described == null ? "" : described.name();
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                ResourceBundle.getBundle("commands", Locale.getDefault()).getString("missing"));
    }
}
