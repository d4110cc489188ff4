package org.valija.server.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditEvent;
import org.valija.server.backup.Backup;
import org.valija.server.backup.Restore;
import org.valija.server.backup.Restore.Restored;
import org.valija.server.backup.Restore.Wish;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code valija restore FOLDER}: brings a backup back into a data folder on which no service runs. Refused, it has changed
 * nothing.
 */
@Command(name = "restore", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FOLDER", descriptionKey = "restore.folder")
    private Path folder = Path.of("");

    @Option(names = "--keys", paramLabel = "FILE", descriptionKey = "restore.keysFile")
    private @Nullable Path keys;

    @Option(names = "--replace", descriptionKey = "restore.replace")
    private boolean replace;

    @Option(names = "--accept-unreadable", descriptionKey = "restore.acceptUnreadable")
    private boolean acceptUnreadable;

    @Mixin
    private final DataOptions options = new DataOptions();

    @Option(names = "--json", descriptionKey = "json")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Answer answer = new Answer(spec.commandLine().getOut(), json);
        Path keyFile = Optional.ofNullable(keys).orElseGet(() -> folder.resolve(Backup.KEYS));
        Wish wish = new Wish(folder, keyFile, replace, acceptUnreadable);
        try (LocalInstallation installation = LocalInstallation.open(options.properties())) {
            ServiceOptions.create(installation.properties().data());
            Restore restore = new Restore(installation.properties(), Clock.systemUTC());
            boolean postgres = installation.properties().database().url().isPresent();
            Restored restored = postgres ? restore.keysOf(installation.database(), wish) : restore.sqlite(wish);
            installation.noteIfCurrent(AuditEvent.of(AuditAction.BACKUP_RESTORED, folder.toString()));
            answer.say(
                    "restore.done",
                    installation.properties().data(),
                    restored.verification().values());
            restored.verification().unreadable().forEach(place -> answer.say("keys.unreadable", place));
            restored.putAside().forEach(file -> answer.say("restore.aside", file));
            answer.data(Map.of(
                    "values",
                    restored.verification().values(),
                    "unreadable",
                    restored.verification().unreadable(),
                    "putAside",
                    restored.putAside().stream().map(Path::toString).toList()));
            return restored.verification().unreadable().isEmpty()
                    ? ExitStatus.DONE.code()
                    : ExitStatus.ATTENTION.code();
        }
    }
}
