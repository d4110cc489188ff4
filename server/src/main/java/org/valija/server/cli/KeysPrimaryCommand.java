package org.valija.server.cli;

import java.util.Map;
import org.valija.oauth.VaultAdministration;
import org.valija.server.ValijaProperties;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code valija keys primary ID}: this node seals with that key from now on. */
@Command(name = "primary", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class KeysPrimaryCommand extends VaultCommand {

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "keys.id")
    private String id = "";

    @Override
    ExitStatus run(VaultAdministration vault, ValijaProperties properties, Audit audit, Answer answer) {
        vault.makePrimary(id);
        audit.note(AuditEvent.of(AuditAction.VAULT_KEY_MADE_PRIMARY, id));
        answer.say("keys.made.primary", id);
        answer.data(Map.of("primary", id));
        return ExitStatus.DONE;
    }
}
