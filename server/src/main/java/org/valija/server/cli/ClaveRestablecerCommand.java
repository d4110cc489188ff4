package org.valija.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.valija.server.users.KeyReset;
import org.valija.server.users.Users;
import org.valija.server.web.FieldErrors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code valija clave restablecer USER}: sets a user's key on the server's own machine, beside a service that runs or without
 * one. Who may read the data folder may do so; nobody is asked for the old key. Exit status 0 done, 1 refused, 2 wrong use.
 */
@Command(name = "restablecer", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class ClaveRestablecerCommand extends InstallationCommand {

    @Parameters(index = "0", paramLabel = "USER", descriptionKey = "user")
    private String user = "";

    @Option(names = "--generar", descriptionKey = "clave.generate")
    private boolean generate;

    private final KeyPrompt prompt;

    ClaveRestablecerCommand() {
        this(KeyPrompt.terminal());
    }

    ClaveRestablecerCommand(KeyPrompt prompt) {
        this.prompt = prompt;
    }

    @Override
    ExitStatus run(LocalInstallation installation, Answer answer) {
        KeyReset keys = installation.keys();
        String code = Users.canonical(user);
        if (!keys.exists(code)) {
            throw new IllegalArgumentException(answer.word("clave.nouser", code));
        }
        String key = generate ? keys.generate() : asked(keys, code, answer);
        tell(answer, code, key, installation.newKey().set(code, key, generate));
        return ExitStatus.DONE;
    }

    private String asked(KeyReset keys, String code, Answer answer) {
        String key = ask(answer, answer.word("clave.ask", code));
        FieldErrors errors = keys.check(code, key, ask(answer, answer.word("clave.again")));
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(answer.word(
                    "clave." + errors.all().getFirst().key(),
                    errors.all().getFirst().values()));
        }
        return key;
    }

    private String ask(Answer answer, String question) {
        return prompt.ask(question).orElseThrow(() -> new IllegalArgumentException(answer.word("clave.noterminal")));
    }

    private void tell(Answer answer, String code, String key, int ended) {
        answer.say(generate ? "clave.generated" : "clave.done", code, key);
        answer.say("clave.sessions", ended);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("user", code);
        if (generate) {
            data.put("key", key);
        }
        data.put("mustChange", generate);
        data.put("sessionsEnded", ended);
        answer.data(data);
    }
}
