package org.valija.server.cli;

import java.util.Map;
import org.valija.oauth.VaultAdministration;
import org.valija.server.ValijaProperties;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code valija keys retire ID}: drops a key that seals nothing any more. */
@Command(name = "retire", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class KeysRetireCommand extends VaultCommand {

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "keys.id")
    private String id = "";

    @Override
    ExitStatus run(VaultAdministration vault, ValijaProperties properties, Audit audit, Answer answer) {
        vault.retire(id);
        audit.note(AuditEvent.of(AuditAction.VAULT_KEY_RETIRED, id));
        answer.say("keys.retired", id, properties.keyFile().path());
        answer.data(Map.of("retired", id));
        return ExitStatus.DONE;
    }
}
