package org.valija.server.operations;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

    /** Before a permission that a profile has got, and before one that it has lost. */
    private static final List<String> MARKS = List.of("with:", "without:");

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
        if (detail.equals(AuditDetail.PERMISSIONS.name())) {
            return permissions(value);
        }
        if (detail.equals(AuditDetail.PROFILE.name())) {
            return Stream.of(value.split(", ", -1))
                    .map(code -> text("profiles.name." + code, code))
                    .collect(Collectors.joining(", "));
        }
        return WORDS.contains(detail)
                ? Stream.of(value.split(" ", -1))
                        .map(word -> text("audit.value." + word, word))
                        .collect(Collectors.joining(", "))
                : value;
    }

    /** What is permitted now, and what is not any more; those of a program, and what somebody lacked, have no mark. */
    private String permissions(String value) {
        Map<String, List<String>> said = new LinkedHashMap<>();
        for (String word : value.split(" ", -1)) {
            String mark = MARKS.stream().filter(word::startsWith).findFirst().orElse("");
            said.computeIfAbsent(mark, key -> new ArrayList<>()).add(permission(word.substring(mark.length())));
        }
        return said.entrySet().stream()
                .map(group -> marked(group.getKey(), String.join(", ", group.getValue())))
                .collect(Collectors.joining("; "));
    }

    private String marked(String mark, String permissions) {
        return mark.isEmpty()
                ? permissions
                : messages.getMessage(
                        "audit.permissions." + mark.substring(0, mark.length() - 1),
                        new Object[] {permissions},
                        LocaleContextHolder.getLocale());
    }

    /** A function and what may be done with it, or what a program may do; a word that was cut off stays as it is. */
    private String permission(String word) {
        int dot = word.indexOf('.');
        if (dot < 0) {
            return text("api.scope." + word.toUpperCase(Locale.ROOT).replace(':', '_'), word);
        }
        String operation = word.substring(dot + 1);
        return text("function." + word.substring(0, dot), word.substring(0, dot)) + " ("
                + text("operation." + operation, operation) + ")";
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
