package org.valija.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.valija.server.users.Users;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code valija clave segundo-factor quitar USER}: takes a user's second factor away on the server's own machine, SUPERVISOR's too.
 * Who may read the data folder may do so. Exit status 0 done, 1 refused, 2 wrong use.
 */
@Command(name = "quitar", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class SegundoFactorQuitarCommand extends InstallationCommand {

    @Parameters(index = "0", paramLabel = "USER", descriptionKey = "user")
    private String user = "";

    @Override
    ExitStatus run(LocalInstallation installation, Answer answer) {
        String code = Users.canonical(user);
        if (!installation.keys().exists(code)) {
            throw new IllegalArgumentException(answer.word("clave.nouser", code));
        }
        OptionalInt ended = installation.secondFactors().remove(code);
        if (ended.isEmpty()) {
            throw new IllegalArgumentException(answer.word("factor.none", code));
        }
        answer.say("factor.removed", code, ended.getAsInt());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("user", code);
        data.put("sessionsEnded", ended.getAsInt());
        answer.data(data);
        return ExitStatus.DONE;
    }
}
