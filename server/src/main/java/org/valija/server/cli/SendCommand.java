package org.valija.server.cli;

import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valija.server.mailroom.AcceptedMail;
import org.valija.server.mailroom.MailOrder;
import org.valija.server.mailroom.MailReport;
import org.valija.server.mailroom.Mailroom;
import org.valija.server.mailroom.MailroomException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code valija send}: hands a mail in; it is durable when the command ends, and sent then only where that was waited for. */
@Command(name = "send", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {

    @Option(names = "--user", paramLabel = "USER", required = true, descriptionKey = "user")
    private String user = "";

    @Option(names = "--from", paramLabel = "ADDRESS", descriptionKey = "send.from")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "ADDRESS", descriptionKey = "send.to")
    private List<String> to = List.of();

    @Option(names = "--cc", paramLabel = "ADDRESS", descriptionKey = "send.cc")
    private List<String> cc = List.of();

    @Option(names = "--bcc", paramLabel = "ADDRESS", descriptionKey = "send.bcc")
    private List<String> bcc = List.of();

    @Option(names = "--reply-to", paramLabel = "ADDRESS", descriptionKey = "send.replyTo")
    private @Nullable String replyTo;

    @Option(names = "--subject", paramLabel = "TEXT", required = true, descriptionKey = "send.subject")
    private String subject = "";

    @ArgGroup
    private @Nullable Body body;

    @Option(names = "--attach", paramLabel = "FILE", descriptionKey = "send.attach")
    private List<Path> attachments = List.of();

    @Option(names = "--key", paramLabel = "KEY", descriptionKey = "send.key")
    private @Nullable String key;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            arity = "0..1",
            fallbackValue = "120",
            descriptionKey = "send.wait")
    private @Nullable Integer patience;

    @Mixin
    private final MailroomOptions options = new MailroomOptions();

    @Option(names = "--json", descriptionKey = "json")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Where the text is; without either, on standard input. */
    static final class Body {
        @Option(names = "--text", paramLabel = "TEXT", descriptionKey = "send.text")
        private @Nullable String text;

        @Option(names = "--text-file", paramLabel = "FILE", descriptionKey = "send.textFile")
        private @Nullable Path file;
    }

    @Override
    public Integer call() {
        Answer answer = new Answer(spec.commandLine().getOut(), json);
        try (Mailroom mailroom = options.open()) {
            MailOrder order = order();
            AcceptedMail accepted;
            try {
                accepted = mailroom.send(order);
            } catch (MailroomException e) {
                if (ExitStatus.of(e.problem()) == ExitStatus.UNREACHABLE) {
                    return withoutAnswer(e, order, answer);
                }
                throw e;
            }
            answer.say("send.accepted", accepted.id());
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("id", accepted.id());
            data.put("key", order.key());
            accepted.nodes().ifPresent(nodes -> data.put("nodes", nodes));
            ExitStatus status =
                    patience == null ? left(accepted, answer) : watched(mailroom, accepted, patience, answer, data);
            answer.data(data);
            return status.code();
        }
    }

    private static ExitStatus left(AcceptedMail accepted, Answer answer) {
        if (accepted.nodes().orElse(1) == 0) {
            answer.say("send.nobody");
        }
        return ExitStatus.DONE;
    }

    /** What goes wrong from here on takes nothing back: the mail is accepted, and whoever repeated the command would send twice. */
    private ExitStatus watched(
            Mailroom mailroom, AcceptedMail accepted, int seconds, Answer answer, Map<String, Object> data) {
        try {
            MailReport report = mailroom.await(accepted.id(), Duration.ofSeconds(seconds));
            new MailroomWords().mail(report).forEach(answer::line);
            data.put("mail", MailroomJson.mail(report));
            return ExitStatus.of(report.standing());
        } catch (RuntimeException e) {
            data.put("error", FailureReport.tell(e, spec.commandLine()).line());
            spec.commandLine().getErr().println(answer.word("send.unwatched", accepted.id()));
            return ExitStatus.ON_ITS_WAY;
        }
    }

    /** Nobody here knows whether a mail was accepted whose answer did not come; with the same key it is safe to ask again. */
    private int withoutAnswer(MailroomException e, MailOrder order, Answer answer) {
        FailureReport.Told told = FailureReport.tell(e, spec.commandLine());
        spec.commandLine().getErr().println(answer.word("send.again", order.key()));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("key", order.key());
        data.put("error", told.line());
        data.put("exitStatus", told.status().code());
        answer.data(data);
        return told.status().code();
    }

    private MailOrder order() {
        return new MailOrder(
                user,
                Optional.ofNullable(from),
                to,
                cc,
                bcc,
                Optional.ofNullable(replyTo),
                subject,
                text(),
                attachments,
                Optional.ofNullable(key).orElseGet(() -> UUID.randomUUID().toString()));
    }

    @SuppressWarnings("SystemConsoleNull") // NullAway reads the signature, which still allows it
    private String text() {
        if (body != null && body.text != null) {
            return body.text;
        }
        Path file = body == null ? null : body.file;
        ResourceBundle words = ResourceBundle.getBundle("commands", Locale.getDefault());
        try {
            if (file != null) {
                return decoded(Files.readAllBytes(file), file.toString());
            }
            Console console = System.console();
            if (console != null && console.isTerminal()) {
                spec.commandLine().getErr().println(words.getString("send.type"));
            }
            return decoded(System.in.readAllBytes(), words.getString("send.stdin"));
        } catch (IOException e) {
            if (file == null) {
                throw new UncheckedIOException(e);
            }
            throw new ParameterException(
                    spec.commandLine(), words.getString("unreadable").formatted(file, e), e);
        }
    }

    private String decoded(byte[] octets, String where) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            ResourceBundle words = ResourceBundle.getBundle("commands", Locale.getDefault());
            throw new ParameterException(
                    spec.commandLine(), words.getString("send.notUtf8").formatted(where), e);
        }
    }
}
