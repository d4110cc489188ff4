package org.valija.server.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code valija token revoke ID}: the token is refused from now on, at all nodes. */
@Command(name = "revoke", aliases = "revocar", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class TokenRevokeCommand extends InstallationCommand {

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "token.id")
    private long id;

    @Override
    ExitStatus run(LocalInstallation installation, Answer answer) {
        boolean revoked = installation.tokens().revoke(id);
        answer.say(revoked ? "token.revoked" : "token.nothing", id);
        answer.data(Map.of("id", id, "revoked", revoked));
        return revoked ? ExitStatus.DONE : ExitStatus.FAILED;
    }
}
