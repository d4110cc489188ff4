package org.valija.server.users;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.sql.DatabaseException;

/**
 * Notes in the audit what somebody known asked for and may not have, at the console and by REST alike: once an hour for the same
 * caller and place, so that a program that asks in vain does not fill what nobody can clear. Thread-safe.
 */
@Component
public class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final int MOST_KNOWN = 10_000;

    private final Audit audit;
    private final Clock clock;
    private final Map<Refused, Instant> noted = new ConcurrentHashMap<>();

    Refusals(Audit audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    private record Refused(String caller, String method, String place) {}

    /** The present caller was refused; with what their profile lacks, where that is why. */
    public void note(HttpServletRequest request, AccessDeniedException refused) {
        if (!isNew(new Refused(caller(), request.getMethod(), request.getRequestURI()))) {
            return;
        }
        AuditEvent event = AuditEvent.of(AuditAction.ACCESS_REFUSED, request.getRequestURI());
        try {
            audit.note(
                    refused instanceof NotPermittedException lacking
                            ? event.with(AuditDetail.PERMISSIONS, lacking.function() + "." + lacking.operation())
                            : event);
        } catch (DatabaseException e) {
            // They are refused all the same.
            LOG.warn("a refusal could not be noted in the audit: {}", e.getMessage());
        }
    }

    private boolean isNew(Refused refused) {
        Instant now = clock.instant();
        if (noted.size() > MOST_KNOWN) {
            noted.values().removeIf(at -> isPast(at, now));
        }
        if (noted.size() > MOST_KNOWN) {
            noted.clear();
        }
        boolean[] first = {false};
        noted.compute(refused, (_, at) -> {
            first[0] = at == null || isPast(at, now);
            return first[0] ? now : at;
        });
        return first[0];
    }

    private static boolean isPast(Instant at, Instant now) {
        return !now.isBefore(at.plus(AGAIN)) || now.isBefore(at);
    }

    private static String caller() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .map(caller -> caller.getClass().getSimpleName() + " " + caller.getName())
                .orElse("");
    }
}
