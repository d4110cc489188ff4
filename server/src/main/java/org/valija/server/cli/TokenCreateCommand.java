package org.valija.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.valija.oauth.PrivateFiles;
import org.valija.server.api.ApiTokens;
import org.valija.server.api.ApiTokens.Created;
import org.valija.server.api.ApiTokens.NewToken;
import org.valija.server.api.Scope;
import org.valija.server.users.User;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code valija token create NAME}: a token that is shown this once, or written to a file that only its owner can read. */
@Command(name = "create", aliases = "crear", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class TokenCreateCommand extends InstallationCommand {

    private static final Set<Scope> ORDINARY =
            Set.of(Scope.MESSAGES_SEND, Scope.MESSAGES_READ, Scope.ACCOUNTS_READ, Scope.ACCOUNTS_AUTHORIZE);

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "token.name")
    private String name = "";

    @ArgGroup(multiplicity = "1")
    private Whose whose = new Whose();

    @Option(names = "--scope", paramLabel = "SCOPE", split = ",", descriptionKey = "token.scope")
    private List<String> scopes = List.of();

    @Option(names = "--days", paramLabel = "DAYS", descriptionKey = "token.days")
    private int days = 365;

    @Option(names = "--token-file", paramLabel = "FILE", descriptionKey = "token.file")
    private @Nullable Path file;

    /** Whom the token acts for. */
    static final class Whose {
        @Option(names = "--user", paramLabel = "USER", required = true, descriptionKey = "token.user")
        private @Nullable String user;

        @Option(names = "--any-user", required = true, descriptionKey = "token.anyUser")
        private boolean any;
    }

    @Override
    ExitStatus run(LocalInstallation installation, Answer answer) {
        Optional<String> user = Optional.ofNullable(whose.user)
                .map(code -> installation
                        .users()
                        .find(code)
                        .map(User::code)
                        .orElseThrow(() -> wrong(answer.word("doctor.nouser", code))));
        NewToken wanted = wanted(user, answer);
        Optional<Path> target = Optional.ofNullable(file);
        target.ifPresent(path -> make(path, answer));
        Created created = installation.tokens().create(wanted);
        target.ifPresent(path -> write(path, created, answer));
        answer.say("token.created", created.token().id(), TokenListCommand.whose(created.token(), answer));
        if (target.isEmpty()) {
            answer.line(created.value().reveal());
        }
        Map<String, Object> data = new LinkedHashMap<>(TokenListCommand.data(created.token()));
        if (target.isEmpty()) {
            data.put("token", created.value().reveal());
        }
        answer.data(data);
        return ExitStatus.DONE;
    }

    private NewToken wanted(Optional<String> user, Answer answer) {
        Set<Scope> wanted = scopes.isEmpty()
                ? ORDINARY
                : scopes.stream()
                        .map(word -> Scope.ofWord(word.strip())
                                .orElseThrow(() -> wrong(answer.word(
                                        "token.noscope",
                                        word,
                                        Stream.of(Scope.values())
                                                .map(Scope::word)
                                                .collect(Collectors.joining(", "))))))
                        .collect(Collectors.toSet());
        if (days < 1 || days > ApiTokens.LONGEST_LIFE.toDays()) {
            throw wrong(answer.word("token.baddays", ApiTokens.LONGEST_LIFE.toDays()));
        }
        if (name.isBlank()
                || name.length() > ApiTokens.LONGEST_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            throw wrong(answer.word("token.badname", ApiTokens.LONGEST_NAME));
        }
        return new NewToken(name, wanted, user, System.getProperty("user.name", "valija"), Duration.ofDays(days));
    }

    /** Before the token is made: it could not be shown again. */
    private void make(Path path, Answer answer) {
        try {
            PrivateFiles.create(path.toAbsolutePath());
        } catch (IOException e) {
            throw wrong(answer.word("failure.backup.UNREADABLE", path, e));
        }
    }

    private void write(Path path, Created created, Answer answer) {
        try {
            Files.writeString(path, created.value().reveal() + "\n");
        } catch (IOException e) {
            throw wrong(answer.word("failure.backup.UNREADABLE", path, e));
        }
    }

    private ParameterException wrong(String words) {
        return new ParameterException(spec().commandLine(), words);
    }
}
