package org.valija.server.sessions;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.valija.server.sessions.SealedAttributes.UnreadableException;
import org.valija.server.sessions.WebSession.Pending;
import org.valija.server.sessions.WebSessionTable.Found;
import org.valija.server.sessions.WebSessionTable.Row;

/**
 * The sessions of all nodes. Each request reads its session from the database, so that an end is felt everywhere at once;
 * what a request changes is written before its answer leaves. The time of the last access is written at most once a minute
 * and beside the request: a page waits for no writer. Thread-safe.
 */
class WebSessions implements FindByIndexNameSessionRepository<WebSession> {

    private static final Logger LOG = LoggerFactory.getLogger(WebSessions.class);

    private final WebSessionTable table;
    private final Lifetime lifetime;
    private final Clock clock;
    private final Executor later;

    WebSessions(WebSessionTable table, Lifetime lifetime, Clock clock, Executor later) {
        this.table = table;
        this.lifetime = lifetime;
        this.clock = clock;
        this.later = later;
    }

    @Override
    public WebSession createSession() {
        return new WebSession(lifetime, clock);
    }

    @Override
    public @Nullable WebSession findById(String id) {
        SessionId sessionId = new SessionId(id);
        return table.find(sessionId.hash(), clock.instant())
                .flatMap(found -> open(sessionId, found))
                .orElse(null);
    }

    private Optional<WebSession> open(SessionId id, Found found) {
        Row row = found.row();
        SealedAttributes sealed = new SealedAttributes(id);
        Map<String, Object> attributes = new HashMap<>();
        for (Map.Entry<String, byte[]> attribute : found.attributes().entrySet()) {
            try {
                attributes.put(attribute.getKey(), sealed.open(attribute.getKey(), attribute.getValue()));
            } catch (UnreadableException e) {
                LOG.warn(
                        "A session of {} ends: its attribute {} cannot be read, perhaps because another version of the"
                                + " program wrote it ({})",
                        row.userCode().orElse("nobody"),
                        attribute.getKey(),
                        String.valueOf(e.getCause()));
                table.delete(List.of(id.hash()));
                return Optional.empty();
            }
        }
        return Optional.of(WebSession.stored(id.value(), lifetime, clock, row, attributes));
    }

    @Override
    public void save(WebSession session) {
        SessionId id = new SessionId(session.getId());
        Row row = new Row(
                session.userCode(),
                session.place(),
                session.getCreationTime(),
                session.getLastAccessedTime(),
                session.expiresAt());
        switch (session.takePending()) {
            case Pending.Nothing nothing -> {}
            case Pending.Access access -> later.execute(() -> table.access(id.hash(), row));
            case Pending.Attributes changed -> table.update(id.hash(), row, sealed(id, session, changed.names()));
            case Pending.Whole whole -> {
                Map<String, byte[]> attributes = new HashMap<>();
                sealed(id, session, session.getAttributeNames())
                        .forEach((name, value) -> value.ifPresent(octets -> attributes.put(name, octets)));
                table.insert(id.hash(), row, attributes, whole.replaced().map(WebSessions::hash));
            }
        }
    }

    private static Map<String, Optional<byte[]>> sealed(SessionId id, WebSession session, Set<String> names) {
        SealedAttributes sealed = new SealedAttributes(id);
        Map<String, Optional<byte[]>> values = new HashMap<>();
        for (String name : names) {
            values.put(
                    name,
                    Optional.<Object>ofNullable(session.getAttribute(name)).map(value -> sealed.seal(name, value)));
        }
        return values;
    }

    /** Ends the session with that id, or with that key of {@link #findByIndexNameAndIndexValue}. */
    @Override
    public void deleteById(String id) {
        table.delete(List.of(hash(id), id));
    }

    /**
     * The sessions of a user. Their ids are known to their browsers alone, and so is what is in them: these are without
     * attributes, and their keys and ids are good for {@link #deleteById} only.
     */
    @Override
    public Map<String, WebSession> findByIndexNameAndIndexValue(String index, String value) {
        if (!index.equals(PRINCIPAL_NAME_INDEX_NAME)) {
            return Map.of();
        }
        Map<String, WebSession> found = new HashMap<>();
        table.ofUser(value, clock.instant())
                .forEach((idHash, row) -> found.put(idHash, WebSession.stored(idHash, lifetime, clock, row, Map.of())));
        return found;
    }

    private static String hash(String id) {
        return new SessionId(id).hash();
    }
}
