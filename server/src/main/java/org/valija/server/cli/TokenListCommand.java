package org.valija.server.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.valija.server.api.ApiToken;
import org.valija.server.api.Scope;
import picocli.CommandLine.Command;

/** {@code valija token list}: the tokens, without their values, which nobody knows any more. */
@Command(name = "list", aliases = "listar", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class TokenListCommand extends InstallationCommand {

    @Override
    ExitStatus run(LocalInstallation installation, Answer answer) {
        List<ApiToken> tokens = installation.tokens().all();
        DateTimeFormatter day =
                DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneId.systemDefault());
        answer.say(tokens.isEmpty() ? "token.none" : "token.head");
        for (ApiToken token : tokens) {
            answer.say(
                    "token.row",
                    token.id(),
                    token.hint() + "…",
                    day.format(token.expiresAt()),
                    answer.word("token.state." + state(token)),
                    whose(token, answer),
                    token.name());
        }
        answer.data(Map.of("tokens", tokens.stream().map(TokenListCommand::data).toList()));
        return ExitStatus.DONE;
    }

    static String whose(ApiToken token, Answer answer) {
        return token.userCode().orElseGet(() -> answer.word("token.any"));
    }

    private static String state(ApiToken token) {
        if (token.revokedAt().isPresent()) {
            return "revoked";
        }
        return token.isValid(Instant.now()) ? "valid" : "expired";
    }

    static Map<String, Object> data(ApiToken token) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", token.id());
        data.put("hint", token.hint());
        data.put("name", token.name());
        token.userCode().ifPresent(user -> data.put("user", user));
        data.put("scopes", token.scopes().stream().map(Scope::word).sorted().toList());
        data.put("state", state(token));
        data.put("createdBy", token.createdBy());
        data.put("createdAt", token.createdAt().toString());
        data.put("expiresAt", token.expiresAt().toString());
        token.lastUsedAt().ifPresent(time -> data.put("lastUsedAt", time.toString()));
        token.revokedAt().ifPresent(time -> data.put("revokedAt", time.toString()));
        return data;
    }
}
