package org.valija.server.cli;

import java.util.Map;
import org.valija.oauth.VaultAdministration;
import org.valija.server.ValijaProperties;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditEvent;
import picocli.CommandLine.Command;

/** {@code valija keys add}: a new key that opens but does not seal yet. */
@Command(name = "add", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class KeysAddCommand extends VaultCommand {

    @Override
    ExitStatus run(VaultAdministration vault, ValijaProperties properties, Audit audit, Answer answer) {
        String id = vault.add();
        audit.note(AuditEvent.of(AuditAction.VAULT_KEY_ADDED, id));
        answer.say("keys.added", id, properties.keyFile().path());
        answer.data(Map.of("id", id));
        return ExitStatus.DONE;
    }
}
