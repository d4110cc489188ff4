package org.valija.server.cli;

import java.util.concurrent.Callable;
import org.valija.server.backup.BackupException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command on the local installation. */
abstract class InstallationCommand implements Callable<Integer> {

    @Mixin
    private final DataOptions options = new DataOptions();

    @Option(names = "--json", descriptionKey = "json")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public final Integer call() {
        try (LocalInstallation installation = LocalInstallation.open(options.properties())) {
            if (!installation.exists()) {
                throw BackupException.noInstallation(installation.properties().data());
            }
            return run(installation, new Answer(spec.commandLine().getOut(), json))
                    .code();
        }
    }

    CommandSpec spec() {
        return spec;
    }

    /** Does the work. */
    abstract ExitStatus run(LocalInstallation installation, Answer answer);
}
