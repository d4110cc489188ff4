package org.valija.server.cli;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.valija.outbox.MessageState;
import org.valija.server.mailroom.MailReport;
import org.valija.server.mailroom.Overview;
import org.valija.server.outbox.OutboxStandings.Node;
import org.valija.server.web.Say;

/** How mail and accounts are told to a person, in the words of the console. */
final class MailroomWords {

    private final Locale language = Locale.getDefault();
    private final ResourceBundle commands = ResourceBundle.getBundle("commands", language);
    private final ResourceBundle outbox = ResourceBundle.getBundle("outbox", language);
    private final ResourceBundle accounts = ResourceBundle.getBundle("accounts", language);
    private final DateTimeFormatter moment = DateTimeFormatter.ofLocalizedDateTime(
                    FormatStyle.MEDIUM, FormatStyle.SHORT)
            .withLocale(language)
            .withZone(ZoneId.systemDefault());

    /** A mail and what is in its way. */
    List<String> mail(MailReport mail) {
        List<String> lines = new ArrayList<>();
        lines.add(commands.getString("status.mail").formatted(mail.id(), state(mail.state()), mail.subject()));
        lines.add("  " + mail.from() + " → " + String.join(", ", mail.recipients()));
        lines.add("  " + times(mail));
        mail.words().ifPresent(say -> lines.addAll(said(say)));
        return lines;
    }

    private String times(MailReport mail) {
        Stream<Optional<String>> times = Stream.of(
                Optional.of(say("status.accepted", mail.acceptedAt())),
                mail.endedAt().map(time -> say("status.ended", time)),
                mail.nextAttemptAt().map(time -> say("status.next", time)),
                Optional.of(commands.getString("status.attempts").formatted(mail.attemptCount())));
        return times.flatMap(Optional::stream).collect(Collectors.joining(", "));
    }

    private String say(String key, Instant time) {
        return commands.getString(key).formatted(moment.format(time));
    }

    /** Everything. */
    List<String> overview(Overview overview) {
        List<String> lines = new ArrayList<>();
        lines.add(commands.getString("status.accounts"));
        if (overview.accounts().isEmpty()) {
            lines.add("  " + commands.getString("status.accounts.none"));
        }
        overview.accounts().forEach(account -> lines.addAll(account(account)));
        overview.nodes().ifPresent(nodes -> {
            lines.add(commands.getString("status.nodes"));
            if (nodes.isEmpty()) {
                lines.add("  " + commands.getString("status.nodes.none"));
            }
            nodes.forEach(node -> lines.add("  " + node(node)));
        });
        return lines;
    }

    private List<String> account(Overview.Account account) {
        List<String> lines = new ArrayList<>();
        String state = account.hold()
                .map(hold -> outbox.getString("outbox.account." + hold.kind()))
                .orElseGet(() -> accounts.getString("accounts.state." + account.state()));
        lines.add("  %s  %s  %s  %s".formatted(account.email(), account.user(), account.providerName(), state));
        if (!account.waiting().isEmpty()) {
            lines.add("      " + waiting(account.waiting()));
        }
        account.hold().map(Overview.Hold::reason).or(account::lastError).ifPresent(say -> lines.addAll(said(say)));
        return lines;
    }

    private String waiting(Map<MessageState, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(count -> state(count.getKey()) + ": " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    private String node(Node node) {
        return node.alive()
                ? commands.getString("status.node.alive").formatted(node.name(), moment.format(node.startedAt()))
                : commands.getString("status.node.gone").formatted(node.name(), moment.format(node.seenAt()));
    }

    private String state(MessageState state) {
        return new MessageFormat(outbox.getString("outbox.state." + state), language).format(new Object[0]);
    }

    private static List<String> said(Say say) {
        Stream<String> parts = Stream.of(
                say.what().endsWith(".") ? say.what() : say.what() + ".",
                say.side(),
                say.todo(),
                say.code().isEmpty() ? "" : "[" + say.code() + "]");
        return parts.filter(part -> !part.isEmpty())
                .map(part -> "      " + part)
                .toList();
    }
}
