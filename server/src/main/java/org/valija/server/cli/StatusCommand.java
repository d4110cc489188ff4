package org.valija.server.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valija.server.mailroom.MailReport;
import org.valija.server.mailroom.Mailroom;
import org.valija.server.mailroom.Overview;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code valija status [ID]}: how a mail stands, or how everything does. The exit status tells it too. */
@Command(name = "status", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", descriptionKey = "status.id")
    private @Nullable Long id;

    @Option(names = "--user", paramLabel = "USER", descriptionKey = "status.user")
    private @Nullable String user;

    @Mixin
    private final MailroomOptions options = new MailroomOptions();

    @Option(names = "--json", descriptionKey = "json")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Answer answer = new Answer(spec.commandLine().getOut(), json);
        MailroomWords words = new MailroomWords();
        try (Mailroom mailroom = options.open()) {
            if (id != null) {
                MailReport mail = mailroom.mail(id);
                words.mail(mail).forEach(answer::line);
                answer.data(MailroomJson.mail(mail));
                return ExitStatus.of(mail.standing()).code();
            }
            Overview overview = mailroom.overview(Optional.ofNullable(user));
            words.overview(overview).forEach(answer::line);
            answer.data(MailroomJson.overview(overview));
            return (overview.needsSomebody() ? ExitStatus.ATTENTION : ExitStatus.DONE).code();
        }
    }
}
