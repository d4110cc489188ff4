package org.valija.server.cli;

import java.util.Map;
import org.valija.oauth.VaultAdministration;
import org.valija.server.ValijaProperties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code valija keys retire ID}: drops a key that seals nothing any more. */
@Command(name = "retire", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class KeysRetireCommand extends VaultCommand {

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "keys.id")
    private String id = "";

    @Override
    ExitStatus run(VaultAdministration vault, ValijaProperties properties, Answer answer) {
        vault.retire(id);
        answer.say("keys.retired", id, properties.keyFile().path());
        answer.data(Map.of("retired", id));
        return ExitStatus.DONE;
    }
}
