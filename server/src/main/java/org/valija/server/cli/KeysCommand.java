package org.valija.server.cli;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.valija.oauth.VaultAdministration;
import org.valija.oauth.VaultAdministration.KeyInfo;
import org.valija.server.ValijaProperties;
import org.valija.server.audit.Audit;
import picocli.CommandLine.Command;

/** {@code valija keys}: the vault's keys, and what is sealed with each. */
@Command(
        name = "keys",
        resourceBundle = "commands",
        mixinStandardHelpOptions = true,
        subcommands = {
            KeysAddCommand.class,
            KeysPrimaryCommand.class,
            KeysReencryptCommand.class,
            KeysRetireCommand.class,
            KeysWrapCommand.class,
            KeysUnwrapCommand.class
        })
final class KeysCommand extends VaultCommand {

    @Override
    ExitStatus run(VaultAdministration vault, ValijaProperties properties, Audit audit, Answer answer) {
        List<KeyInfo> keys = vault.keys();
        DateTimeFormatter day = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                .withZone(Optional.ofNullable(properties.zone()).orElseGet(ZoneId::systemDefault));
        answer.say("keys.file", properties.keyFile().path());
        answer.say("keys.head");
        for (KeyInfo key : keys) {
            answer.say(
                    "keys.row",
                    key.id(),
                    key.created().map(day::format).orElse("-"),
                    key.sealedValues(),
                    answer.word("keys.state." + state(key)));
        }
        answer.data(Map.of(
                "file",
                properties.keyFile().path().toString(),
                "keys",
                keys.stream().map(KeysCommand::data).toList()));
        return ExitStatus.DONE;
    }

    private static String state(KeyInfo key) {
        if (!key.here()) {
            return "missing";
        }
        if (key.retired()) {
            return "retired";
        }
        return key.primary() ? "primary" : "opens";
    }

    private static Map<String, Object> data(KeyInfo key) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", key.id());
        key.created().ifPresent(created -> data.put("created", created.toString()));
        data.put("primary", key.primary());
        data.put("here", key.here());
        data.put("retired", key.retired());
        data.put("sealedValues", key.sealedValues());
        return data;
    }
}
