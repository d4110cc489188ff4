package org.valija.server.cli;

import java.util.concurrent.Callable;
import org.valija.oauth.VaultAdministration;
import org.valija.server.ValijaProperties;
import org.valija.server.backup.BackupException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A command on the vault's keys of the local installation. Exit status 0 done, 1 refused or failed, 2 wrong use, 5 done, but
 * something is left to do.
 */
abstract class VaultCommand implements Callable<Integer> {

    /** Values are left that another key seals, or that do not open; the launcher itself ends with 3 and 4. */
    static final int SOMETHING_LEFT = 5;

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
                    new Answer(spec.commandLine().getOut(), json));
        }
    }

    /** Does the work and gives the exit status. */
    abstract int run(VaultAdministration vault, ValijaProperties properties, Answer answer);
}
