package org.valija.server.bulk;

import java.time.Month;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.outbox.MessageState;
import org.valija.outbox.OutboxMail;
import org.valija.server.bulk.BulkRows.Row;
import org.valija.server.outbox.MailView;
import org.valija.server.outbox.MailWords;
import org.valija.server.web.Moments;
import org.valija.server.web.Say;

/** What is said of a bulk delivery's documents, in the reader's language. Thread-safe. */
@Component
class BulkWords {

    private final MailWords mails;
    private final Moments moments;
    private final MessageSource messages;

    BulkWords(MailWords mails, Moments moments, MessageSource messages) {
        this.mails = mails;
        this.moments = moments;
        this.messages = messages;
    }

    /** Documents as a list shows them. */
    List<RowView> views(List<Row> rows) {
        List<OutboxMail> known =
                rows.stream().flatMap(row -> row.mail().stream()).toList();
        Map<Long, MailView> views = mails.views(known).stream()
                .collect(Collectors.toMap(view -> view.mail().id(), Function.identity()));
        return rows.stream()
                .map(row -> row.mail()
                        .flatMap(mail -> Optional.ofNullable(views.get(mail.id())))
                        .map(view -> handedIn(row.item(), view))
                        .orElseGet(() -> notHandedIn(row.item())))
                .toList();
    }

    private RowView handedIn(BulkItem item, MailView view) {
        OutboxMail mail = view.mail();
        Optional<Say> trouble = view.trouble().filter(say -> mail.state() != MessageState.CANCELLED);
        String refused = mail.refused().lines().collect(Collectors.joining("; "));
        String why = refused.isEmpty() || mail.state() != MessageState.SENT
                ? trouble.map(Say::what).orElse("")
                : text("bulk.refused", refused);
        return new RowView(
                item,
                view.tone(),
                "outbox.state." + mail.state(),
                Optional.of(view.at()),
                why,
                trouble.map(Say::todo).orElse(""),
                Optional.of(mail));
    }

    private RowView notHandedIn(BulkItem item) {
        String key = "bulk.item." + item.state();
        return switch (item.state()) {
            case ALREADY_SENT -> {
                String when = item.seen().earlier().map(moments::say).orElse("");
                yield plain(item, when.isEmpty() ? "" : text("bulk.earlier", when), text(key + ".todo"));
            }
            case NO_ADDRESS, NOT_STAMPED, BAD_SEAL, MISSING, STOPPED ->
                plain(item, text(key + ".why"), text(key + ".todo"));
            case FAILED -> {
                Trouble trouble = Trouble.of(item.trouble());
                yield plain(item, text(trouble.key(), trouble.arguments().toArray()), text(key + ".todo"));
            }
            case TO_CHECK, READY, HANDED_IN -> plain(item, "", "");
        };
    }

    private static RowView plain(BulkItem item, String why, String todo) {
        return new RowView(
                item, item.state().tone(), "bulk.item." + item.state(), Optional.empty(), why, todo, Optional.empty());
    }

    /** "Retenciones de 2025", "Cheques, enero a marzo de 2026". */
    String name(BulkForm form) {
        String what = text("bulk.choice." + form.choice());
        return form.year()
                .map(year -> form.from() == 1 && form.to() == Month.values().length
                        ? text("bulk.name.year", what, String.valueOf(year))
                        : form.from() == form.to()
                                ? text("bulk.name.month", what, month(form.from()), String.valueOf(year))
                                : text(
                                        "bulk.name.months",
                                        what,
                                        month(form.from()),
                                        month(form.to()),
                                        String.valueOf(year)))
                .orElse(what);
    }

    /** The name of a month within a sentence. */
    String month(int number) {
        Locale locale = LocaleContextHolder.getLocale();
        return Month.of(number).getDisplayName(TextStyle.FULL, locale);
    }

    String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
