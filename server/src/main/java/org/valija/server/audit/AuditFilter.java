package org.valija.server.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which entries somebody wants.
 *
 * @param actions one of these; empty for all
 * @param actor done by who has exactly this name
 * @param subject of exactly this record
 * @param from then or later
 * @param until before then
 * @param words that subject, details, actor and address contain, all of them, whatever their case and accents
 */
public record AuditFilter(
        Set<AuditAction> actions,
        Optional<String> actor,
        Optional<String> subject,
        Optional<Instant> from,
        Optional<Instant> until,
        String words) {

    /** Everything. */
    public static final AuditFilter ALL =
            new AuditFilter(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "");

    public AuditFilter {
        actions = Set.copyOf(actions);
        words = words.strip();
    }
}
