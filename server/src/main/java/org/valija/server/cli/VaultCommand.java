package org.valija.server.cli;

import java.util.concurrent.Callable;
import org.valija.oauth.VaultAdministration;
import org.valija.server.ValijaProperties;
import org.valija.server.backup.BackupException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command on the vault's keys of the local installation. */
abstract class VaultCommand implements Callable<Integer> {

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
            return run(
                            installation.vault(),
                            installation.properties(),
                            new Answer(spec.commandLine().getOut(), json))
                    .code();
        }
    }

    /** Does the work; {@link ExitStatus#ATTENTION} when values are left that another key seals, or that do not open. */
    abstract ExitStatus run(VaultAdministration vault, ValijaProperties properties, Answer answer);
}
