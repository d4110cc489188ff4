package org.valija.server.cli;

import org.valija.oauth.VaultAdministration;
import org.valija.server.ValijaProperties;
import org.valija.server.audit.Audit;

/** A command on the vault's keys of the local installation. */
abstract class VaultCommand extends InstallationCommand {

    @Override
    final ExitStatus run(LocalInstallation installation, Answer answer) {
        return run(installation.vault(), installation.properties(), installation.audit(), answer);
    }

    /** Does the work; {@link ExitStatus#ATTENTION} when values are left that another key seals, or that do not open. */
    abstract ExitStatus run(VaultAdministration vault, ValijaProperties properties, Audit audit, Answer answer);
}
