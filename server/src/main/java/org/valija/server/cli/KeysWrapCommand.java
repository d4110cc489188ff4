package org.valija.server.cli;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valija.oauth.VaultAdministration;
import org.valija.server.ValijaProperties;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code valija keys wrap}: encrypts the key file by the key service that is configured. */
@Command(name = "wrap", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class KeysWrapCommand extends VaultCommand {

    @Option(names = "--from", paramLabel = "URI", descriptionKey = "keys.from")
    private @Nullable URI from;

    @Override
    ExitStatus run(VaultAdministration vault, ValijaProperties properties, Audit audit, Answer answer) {
        URI service = properties
                .vault()
                .kmsUri()
                .orElseThrow(() -> new IllegalArgumentException(answer.word("keys.noservice")));
        vault.wrap(Optional.ofNullable(from).map(properties.vault()::service));
        audit.note(AuditEvent.of(AuditAction.VAULT_WRAPPED, service.toString()));
        answer.say("keys.wrapped", properties.keyFile().path(), service);
        answer.data(Map.of("kmsUri", service.toString()));
        return ExitStatus.DONE;
    }
}
