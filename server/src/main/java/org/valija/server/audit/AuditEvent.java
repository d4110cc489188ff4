package org.valija.server.audit;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something that was done. Immutable; whatever text is put in is kept as one short line, and what looks like a key, a token or
 * a password in it as {@code •••}.
 *
 * @param subject the record, as people know it; see {@link AuditAction}
 * @param details what more is said
 * @param actor who did it, where that is not who makes the request
 */
public record AuditEvent(
        AuditAction action, String subject, Map<AuditDetail, String> details, Optional<AuditActor> actor) {

    public AuditEvent {
        subject = AuditText.name(subject);
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    public static AuditEvent of(AuditAction action, String subject) {
        return new AuditEvent(action, subject, Map.of(), Optional.empty());
    }

    /** The same with a detail; a text that does not look like what the detail is, is kept as {@code •••}. */
    public AuditEvent with(AuditDetail detail, String value) {
        Map<AuditDetail, String> more = new LinkedHashMap<>(details);
        more.put(detail, AuditText.of(detail.form(), value));
        return new AuditEvent(action, subject, more, actor);
    }

    /** The same with a number. */
    public AuditEvent with(AuditDetail detail, long value) {
        return with(detail, Long.toString(value));
    }

    /** The same with a moment. */
    public AuditEvent with(AuditDetail detail, Instant value) {
        return with(detail, value.toString());
    }

    /** The same with a constant. */
    public AuditEvent with(AuditDetail detail, Enum<?> value) {
        return with(detail, value.name());
    }

    /** The same with {@code yes} or {@code no}. */
    public AuditEvent with(AuditDetail detail, boolean value) {
        return with(detail, value ? "yes" : "no");
    }

    /** The same with several words, each without blanks; without the detail where there are none. */
    public AuditEvent with(AuditDetail detail, Collection<String> values) {
        return values.isEmpty() ? this : with(detail, values.stream().collect(Collectors.joining(" ")));
    }

    /** The same with several words. */
    public AuditEvent with(AuditDetail detail, String first, String... others) {
        return with(detail, first + " " + Arrays.stream(others).collect(Collectors.joining(" ")));
    }

    /** The same, done by somebody else than who makes the request. */
    public AuditEvent by(AuditActor other) {
        return new AuditEvent(action, subject, details, Optional.of(other));
    }
}
