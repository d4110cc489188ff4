package org.valija.server.audit;

import java.time.Instant;
import java.util.Map;

/**
 * Something that was done, as it is kept.
 *
 * @param action name of an {@link AuditAction}; one that a newer version knows may be among them
 * @param details by the names of {@link AuditDetail}, in the order in which they were said
 * @param address from where; empty for what nobody asked for over the network
 */
public record AuditEntry(
        long id,
        Instant at,
        String action,
        String subject,
        Map<String, String> details,
        AuditActor actor,
        String address) {}
