package org.valija.server.cli;

import java.util.Map;
import org.valija.oauth.VaultAdministration;
import org.valija.oauth.VaultAdministration.Reencryption;
import org.valija.server.ValijaProperties;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import picocli.CommandLine.Command;

/** {@code valija keys reencrypt}: seals every value anew with the primary key, beside a service that runs. */
@Command(name = "reencrypt", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class KeysReencryptCommand extends VaultCommand {

    @Override
    ExitStatus run(VaultAdministration vault, ValijaProperties properties, Audit audit, Answer answer) {
        Reencryption done = vault.reencrypt(rows -> answer.say("keys.progress", rows));
        audit.note(AuditEvent.of(AuditAction.VAULT_REENCRYPTED, "")
                .with(AuditDetail.COUNT, done.rewritten())
                .with(AuditDetail.REFUSED, done.remaining()));
        answer.say("keys.reencrypted", done.rewritten());
        done.unreadable().forEach(place -> answer.say("keys.unreadable", place));
        if (done.remaining() > 0) {
            answer.say("keys.remaining", done.remaining());
        }
        answer.data(
                Map.of("rewritten", done.rewritten(), "remaining", done.remaining(), "unreadable", done.unreadable()));
        return done.remaining() == 0 ? ExitStatus.DONE : ExitStatus.ATTENTION;
    }
}
