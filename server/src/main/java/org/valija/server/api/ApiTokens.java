package org.valija.server.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.valija.oauth.Secret;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.consent.ConsentSponsor;
import org.valija.server.secrets.Random256;
import org.valija.server.secrets.Sha256;
import org.valija.server.users.Users;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;

/**
 * The tokens by which programs are known. It asks for no permission: the page does ({@link ProgramAccess}), and whoever
 * works on the installation itself, as a command does, has it. Thread-safe.
 */
@Service
public class ApiTokens implements ConsentSponsor {

    /** How long a token may live at most. */
    public static final Duration LONGEST_LIFE = Duration.ofDays(3 * 366);

    /** The longest name of a program. */
    public static final int LONGEST_NAME = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ApiTokens.class);
    private static final String PREFIX = "vlj_";
    private static final int HINT = PREFIX.length() + 4;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{" + Random256.LENGTH + "}");

    /** How old the stored time of the last use may become. */
    private static final Duration STALE = Duration.ofMinutes(1);

    private final ApiTokenTable table;
    private final Database database;
    private final Audit audit;
    private final Clock clock;

    ApiTokens(Database database, ApiTokenTable table, Audit audit, Clock clock) {
        this.database = database;
        this.table = table;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A token to be made.
     *
     * @param name of the program
     * @param scopes what it shall be allowed, at least one
     * @param userCode whom it acts for; empty for any user
     * @param createdBy who makes it
     * @param lifetime until it ends
     */
    public record NewToken(
            String name, Set<Scope> scopes, Optional<String> userCode, String createdBy, Duration lifetime) {

        /** @throws IllegalArgumentException without a name or scope, or with a life that is none or too long */
        public NewToken {
            name = name.strip();
            scopes = Set.copyOf(scopes);
            userCode = userCode.map(Users::canonical);
            if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("a program has a name of up to " + LONGEST_NAME + " characters");
            }
            if (scopes.isEmpty()) {
                throw new IllegalArgumentException("a token without a scope allows nothing");
            }
            if (!lifetime.isPositive() || lifetime.compareTo(LONGEST_LIFE) > 0) {
                throw new IllegalArgumentException("a token lives up to " + LONGEST_LIFE.toDays() + " days");
            }
        }
    }

    /**
     * A token that was made.
     *
     * @param token as it is kept
     * @param value what the program sends; nobody can get it a second time
     */
    public record Created(ApiToken token, Secret value) {}

    /** Makes a token. */
    public Created create(NewToken wanted) {
        String value = PREFIX + Random256.next();
        Instant now = clock.instant();
        long id = database.inTransaction(connection -> {
            long added = table.insert(connection, wanted, Sha256.hex(value), value.substring(0, HINT), now);
            audit.note(
                    connection,
                    AuditEvent.of(AuditAction.TOKEN_CREATED, wanted.name())
                            .with(AuditDetail.NUMBER, added)
                            .with(AuditDetail.USER, wanted.userCode().orElse(""))
                            .with(
                                    AuditDetail.PERMISSIONS,
                                    wanted.scopes().stream()
                                            .map(Scope::word)
                                            .sorted()
                                            .toList())
                            .with(AuditDetail.UNTIL, now.plus(wanted.lifetime())));
            return added;
        });
        return new Created(table.find(id).orElseThrow(), Secret.of(value));
    }

    /** All of them, the latest first. */
    public List<ApiToken> all() {
        return table.all();
    }

    /** Takes a token back, on all nodes at once; false when it was before, or there is none. */
    public boolean revoke(long id) {
        Optional<ApiToken> token = table.find(id);
        return token.isPresent()
                && database.inTransaction(connection -> {
                    boolean revoked = table.revoke(connection, id, clock.instant());
                    if (revoked) {
                        audit.note(
                                connection,
                                AuditEvent.of(
                                                AuditAction.TOKEN_REVOKED,
                                                token.get().name())
                                        .with(AuditDetail.NUMBER, id));
                    }
                    return revoked;
                });
    }

    /** The token with that value, if it is honoured now. */
    Optional<ApiToken> honoured(String value) {
        if (!FORM.matcher(value).matches()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<ApiToken> token = table.byHash(Sha256.hex(value)).filter(found -> found.isValid(now));
        token.filter(found -> found.lastUsedAt()
                        .filter(last -> last.plus(STALE).isAfter(now))
                        .isEmpty())
                .ifPresent(found -> used(found, now));
        return token;
    }

    /** Whether the token with that id is honoured now. */
    @Override
    public boolean honours(long id) {
        return table.find(id).filter(found -> found.isValid(clock.instant())).isPresent();
    }

    /** What only reads goes on where nothing can be written. */
    private void used(ApiToken token, Instant now) {
        try {
            table.used(token.id(), now);
        } catch (DatabaseException e) {
            LOG.warn("the use of token {} is not noted: {}", token.hint(), e.toString());
        }
    }
}
