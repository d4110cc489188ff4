package org.valija.server.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valija.oauth.VaultAdministration.Verification;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditEvent;
import org.valija.server.backup.Backup;
import org.valija.server.backup.Backup.Copied;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code valija backup FOLDER}: copies the database and the key file while the service runs, also when values in it do not
 * open.
 */
@Command(name = "backup", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FOLDER", descriptionKey = "backup.folder")
    private Path folder = Path.of("");

    @Option(names = "--keys", paramLabel = "FILE", descriptionKey = "backup.keysFile")
    private @Nullable Path keys;

    @Mixin
    private final DataOptions options = new DataOptions();

    @Option(names = "--json", descriptionKey = "json")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Answer answer = new Answer(spec.commandLine().getOut(), json);
        try (LocalInstallation installation = LocalInstallation.open(options.properties())) {
            Path keyFile = Optional.ofNullable(keys).orElseGet(() -> folder.resolve(Backup.KEYS));
            Copied copied = new Backup(installation.properties(), Clock.systemUTC()).write(folder, keyFile);
            installation.noteIfCurrent(AuditEvent.of(AuditAction.BACKUP_MADE, folder.toString()));
            tell(answer, copied);
            List<String> unreadable =
                    copied.verification().map(Verification::unreadable).orElse(List.of());
            return unreadable.isEmpty() ? ExitStatus.DONE.code() : ExitStatus.ATTENTION.code();
        }
    }

    private static void tell(Answer answer, Copied copied) {
        copied.database().ifPresent(database -> answer.say("backup.database", database));
        answer.say("backup.keys", copied.keys());
        copied.verification()
                .ifPresent(verification -> answer.say(
                        "backup.verified",
                        verification.values(),
                        verification.unreadable().size()));
        copied.verification()
                .map(Verification::unreadable)
                .orElse(List.of())
                .forEach(place -> answer.say("keys.unreadable", place));
        if (copied.database().isPresent() && copied.verification().isEmpty()) {
            answer.say("backup.older");
        }
        copied.databaseCommand().ifPresent(command -> answer.say("backup.postgres", command));
        answer.say("backup.apart");
        Map<String, Object> data = new LinkedHashMap<>();
        copied.database().ifPresent(database -> data.put("database", database.toString()));
        data.put("keys", copied.keys().toString());
        copied.databaseCommand().ifPresent(command -> data.put("databaseCommand", command));
        copied.verification().ifPresent(verification -> {
            data.put("values", verification.values());
            data.put("unreadable", verification.unreadable());
        });
        answer.data(data);
    }
}
