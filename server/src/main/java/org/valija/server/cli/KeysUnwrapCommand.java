package org.valija.server.cli;

import java.util.Map;
import org.valija.oauth.VaultAdministration;
import org.valija.server.ValijaProperties;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditEvent;
import picocli.CommandLine.Command;

/** {@code valija keys unwrap}: writes the key file in clear, before the key service is taken out of the configuration. */
@Command(name = "unwrap", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class KeysUnwrapCommand extends VaultCommand {

    @Override
    ExitStatus run(VaultAdministration vault, ValijaProperties properties, Audit audit, Answer answer) {
        if (properties.vault().kmsUri().isEmpty()) {
            throw new IllegalArgumentException(answer.word("keys.noservice"));
        }
        vault.unwrap();
        audit.note(AuditEvent.of(AuditAction.VAULT_UNWRAPPED, ""));
        answer.say("keys.unwrapped", properties.keyFile().path());
        answer.data(Map.of("file", properties.keyFile().path().toString()));
        return ExitStatus.DONE;
    }
}
