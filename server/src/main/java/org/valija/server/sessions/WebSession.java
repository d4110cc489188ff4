package org.valija.server.sessions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.Session;

/**
 * A session as one request has it: what was stored, and what is still to be written. All its times are those of one clock.
 * Not thread-safe.
 */
final class WebSession implements Session {

    /** How old the stored time of the last access may become. */
    static final Duration STALE = Duration.ofMinutes(1);

    private final Lifetime lifetime;
    private final Clock clock;
    private final Map<String, Object> attributes;
    private final Set<String> changed = new HashSet<>();
    private String id;
    private Optional<String> storedId;
    private Instant storedAccess;
    private Instant lastAccessedTime;
    private Instant creationTime;

    /** One that is not stored yet. */
    WebSession(Lifetime lifetime, Clock clock) {
        this(SessionId.random().value(), Optional.empty(), lifetime, clock, clock.instant(), Map.of());
    }

    private WebSession(
            String id,
            Optional<String> storedId,
            Lifetime lifetime,
            Clock clock,
            Instant creationTime,
            Map<String, Object> attributes) {
        this.id = id;
        this.storedId = storedId;
        this.lifetime = lifetime;
        this.clock = clock;
        this.creationTime = creationTime;
        this.storedAccess = creationTime;
        this.lastAccessedTime = creationTime;
        this.attributes = new HashMap<>(attributes);
    }

    /** One as the database has it. */
    static WebSession stored(
            String id, Lifetime lifetime, Clock clock, WebSessionTable.Row row, Map<String, Object> attributes) {
        WebSession session = new WebSession(id, Optional.of(id), lifetime, clock, row.createdAt(), attributes);
        session.storedAccess = row.lastAccessAt();
        session.lastAccessedTime = row.lastAccessAt();
        return session;
    }

    /** What must be written. */
    sealed interface Pending {

        record Nothing() implements Pending {}

        /** The time of the last access alone. */
        record Access() implements Pending {}

        /** These attributes, set or removed. */
        record Attributes(Set<String> names) implements Pending {}

        /** All of it, in place of the session with the other id if there is one. */
        record Whole(Optional<String> replaced) implements Pending {}
    }

    /** Gives what must be written, once: if it cannot be, it is given up, and the page says so. */
    Pending takePending() {
        Pending pending = pending();
        if (!(pending instanceof Pending.Nothing)) {
            storedId = Optional.of(id);
            storedAccess = lastAccessedTime;
            changed.clear();
        }
        return pending;
    }

    private Pending pending() {
        if (storedId.filter(id::equals).isEmpty()) {
            return new Pending.Whole(storedId);
        }
        if (!changed.isEmpty()) {
            return new Pending.Attributes(Set.copyOf(changed));
        }
        return lastAccessedTime.isBefore(storedAccess.plus(STALE)) ? new Pending.Nothing() : new Pending.Access();
    }

    /** Who has entered in it. */
    Optional<String> userCode() {
        return Optional.ofNullable(attributes.get(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY))
                .map(SecurityContext.class::cast)
                .map(SecurityContext::getAuthentication)
                .map(Authentication::getName);
    }

    /** Where that was. */
    SessionPlace place() {
        return attributes.get(SessionPlace.ATTRIBUTE) instanceof SessionPlace place ? place : SessionPlace.UNKNOWN;
    }

    Instant expiresAt() {
        Instant unused = lastAccessedTime.plus(lifetime.idle());
        Instant latest = creationTime.plus(lifetime.longest());
        return unused.isBefore(latest) ? unused : latest;
    }

    @Override
    public String getId() {
        return id;
    }

    /** As when somebody enters: from now on it lasts as long as one that begins. */
    @Override
    public String changeSessionId() {
        id = SessionId.random().value();
        creationTime = lastAccessedTime;
        return id;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> @Nullable T getAttribute(String name) {
        return (T) attributes.get(name);
    }

    @Override
    public Set<String> getAttributeNames() {
        return Set.copyOf(attributes.keySet());
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            removeAttribute(name);
        } else {
            attributes.put(name, value);
            changed.add(name);
        }
    }

    @Override
    public void removeAttribute(String name) {
        if (attributes.remove(name) != null) {
            changed.add(name);
        }
    }

    @Override
    public Instant getCreationTime() {
        return creationTime;
    }

    /** Now, by the clock of all sessions: whoever calls has only the machine's. */
    @Override
    public void setLastAccessedTime(Instant byTheMachine) {
        lastAccessedTime = clock.instant();
    }

    @Override
    public Instant getLastAccessedTime() {
        return lastAccessedTime;
    }

    /** There is one timeout for all sessions: {@code server.servlet.session.timeout}. */
    @Override
    public void setMaxInactiveInterval(Duration interval) {
        throw new UnsupportedOperationException("all sessions have the same timeout");
    }

    @Override
    public Duration getMaxInactiveInterval() {
        return lifetime.idle();
    }

    @Override
    public boolean isExpired() {
        return !expiresAt().isAfter(clock.instant());
    }
}
