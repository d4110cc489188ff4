package org.valija.server.operations;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.server.audit.AuditActor;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEntry;
import org.valija.server.web.Moments;

/** Entries of the audit as people say them, in the reader's language. Used by the page too. Thread-safe. */
@Component("auditWords")
public class AuditWords {

    private static final Set<String> MOMENTS =
            Set.of(AuditDetail.EXPIRES.name(), AuditDetail.FROM.name(), AuditDetail.UNTIL.name());

    /** Of these the words are known; those of all others are names. */
    private static final Set<String> WORDS = Set.of(
            AuditDetail.FIELDS.name(),
            AuditDetail.REASON.name(),
            AuditDetail.MEANS.name(),
            AuditDetail.STATE.name(),
            AuditDetail.KIND.name(),
            AuditDetail.ACTIVE.name(),
            AuditDetail.SECOND_FACTOR.name());

    private final MessageSource messages;
    private final Moments moments;

    AuditWords(MessageSource messages, Moments moments) {
        this.messages = messages;
        this.moments = moments;
    }

    /** What was done; one that only a newer version knows is named as it stands. */
    public String action(AuditEntry entry) {
        return text("audit.action." + entry.action(), entry.action());
    }

    /** Who did it. */
    public String actor(AuditActor actor) {
        return switch (actor.kind()) {
            case USER -> actor.name();
            case PROGRAM, COMMAND, INSTALLATION, UNKNOWN ->
                messages.getMessage(
                        "audit.actor." + actor.kind(), new Object[] {actor.name()}, LocaleContextHolder.getLocale());
        };
    }

    /** A line for each detail that says something. */
    public List<Detail> details(AuditEntry entry) {
        List<Detail> details = new ArrayList<>();
        for (Map.Entry<String, String> detail : entry.details().entrySet()) {
            if (!detail.getValue().isEmpty()) {
                details.add(new Detail(
                        text("audit.detail." + detail.getKey(), detail.getKey()),
                        value(detail.getKey(), detail.getValue())));
            }
        }
        return details;
    }

    /** A detail and its name. */
    public record Detail(String name, String value) {}

    /** All details in one line. */
    String line(AuditEntry entry) {
        return details(entry).stream()
                .map(detail -> detail.name() + ": " + detail.value())
                .collect(Collectors.joining(" · "));
    }

    private String value(String detail, String value) {
        if (MOMENTS.contains(detail)) {
            return moment(value);
        }
        return WORDS.contains(detail)
                ? Stream.of(value.split(" ", -1))
                        .map(word -> text("audit.value." + word, word))
                        .collect(Collectors.joining(", "))
                : value;
    }

    private String moment(String value) {
        try {
            return moments.say(Instant.parse(value));
        } catch (DateTimeException e) {
            return value;
        }
    }

    private String text(String key, String otherwise) {
        return String.valueOf(messages.getMessage(key, null, otherwise, LocaleContextHolder.getLocale()));
    }
}
