package org.valija.server.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;

/**
 * Notes what was done: durable, and never altered afterwards. Who did it and from which address is taken from the present
 * request; outside of one it is the command that runs, or the installation by itself. Thread-safe.
 */
@Component
public class Audit {

    private final Database database;
    private final AuditTable table;
    private final Optional<AuditActor> alone;
    private final Clock clock;
    private final Map<AuditAction, LongAdder> counts = new ConcurrentHashMap<>();

    /** @param alone who acts outside of every request; the installation itself where nobody is named */
    Audit(Database database, AuditTable table, ObjectProvider<AuditActor> alone, Clock clock) {
        this.database = database;
        this.table = table;
        this.alone = Optional.ofNullable(alone.getIfAvailable());
        this.clock = clock;
    }

    /**
     * Notes in the transaction of the change: both stay, or neither.
     *
     * @throws SQLException when it cannot be written; the change must not be committed then
     */
    public void note(Connection connection, AuditEvent event) throws SQLException {
        table.insert(connection, event, actor(event), address(), clock.instant());
        counts.computeIfAbsent(event.action(), action -> new LongAdder()).increment();
    }

    /**
     * Notes in a transaction of its own: what was done has no other, or was refused.
     *
     * @throws DatabaseException when it cannot be written
     */
    public void note(AuditEvent event) {
        database.inTransaction(connection -> {
            note(connection, event);
            return true;
        });
    }

    /** How often this process has noted that action since its start; what was rolled back counts too. */
    public long count(AuditAction action) {
        LongAdder count = counts.get(action);
        return count == null ? 0 : count.sum();
    }

    private AuditActor actor(AuditEvent event) {
        return event.actor().orElseGet(this::present);
    }

    private AuditActor present() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication instanceof AuditedCaller caller) {
            return caller.auditActor();
        }
        if (authentication != null && !(authentication instanceof AnonymousAuthenticationToken)) {
            return AuditActor.user(authentication.getName());
        }
        return address().isEmpty() ? alone.orElse(AuditActor.INSTALLATION) : AuditActor.UNKNOWN;
    }

    /** As the request says, after a trusted proxy has been believed. */
    private static String address() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes present
                ? present.getRequest().getRemoteAddr()
                : "";
    }
}
