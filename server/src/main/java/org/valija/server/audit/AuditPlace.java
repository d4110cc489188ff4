package org.valija.server.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the audit, from which a page goes on to what is older. */
public record AuditPlace(Instant at, long id) {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,15})-([0-9]{1,18})");

    /** Where this entry stands. */
    public static AuditPlace of(AuditEntry entry) {
        return new AuditPlace(entry.at(), entry.id());
    }

    /** What {@link #toString()} wrote; empty for anything else. */
    public static Optional<AuditPlace> read(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            Instant at = Instant.ofEpochMilli(Long.parseLong(parts.group(1)));
            return Optional.of(new AuditPlace(at, Long.parseLong(parts.group(2))));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** As it stands in an address. */
    @Override
    public String toString() {
        return at.toEpochMilli() + "-" + id;
    }
}
