package org.valija.server.users;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.valija.server.secrets.Sha256;
import org.valija.server.users.AddressWatch.Notice;
import org.valija.sql.Database;

/** The user catalogue. Permissions are checked here, not only in the pages. Thread-safe. */
@Service
public class Users {

    private static final Logger LOG = LoggerFactory.getLogger(Users.class);

    private final Database database;
    private final UserTable table;
    private final Keys keys;
    private final CurrentUser current;
    private final ObjectProvider<AddressWatch> watches;
    private final Clock clock;

    /** @param watches looked for at a change alone: they know users themselves, and commands are without them */
    Users(
            Database database,
            UserTable table,
            Keys keys,
            CurrentUser current,
            ObjectProvider<AddressWatch> watches,
            Clock clock) {
        this.database = database;
        this.table = table;
        this.keys = keys;
        this.current = current;
        this.watches = watches;
        this.clock = clock;
    }

    /** A code as it is stored. */
    public static String canonical(String code) {
        return code.strip().toUpperCase(Locale.ROOT);
    }

    /** Whether a user administers the installation. */
    public boolean administers(User user) {
        return user.profile() == Profile.ADMINISTRATION;
    }

    public Optional<User> find(String code) {
        return table.find(canonical(code));
    }

    /** The whole catalogue, for who administers it; for others their own record. */
    public List<User> visible() {
        return current.administers()
                ? table.all()
                : table.find(current.code()).stream().toList();
    }

    /**
     * A record that the present user may see and whose mail they may set up: their own, or any for an administrator.
     *
     * @throws org.springframework.security.access.AccessDeniedException otherwise, also when there is no such user
     */
    public User own(String code) {
        current.mustBe(canonical(code));
        return find(code).orElseThrow(CurrentUser::denied);
    }

    /**
     * Registers a user with a generated key, which must be changed at the first entry.
     *
     * @return the key, or empty when the code is taken
     */
    Optional<String> register(String code, String name, String recoveryEmail, Profile profile) {
        current.mustAdminister();
        String key = keys.generate();
        User user = new User(canonical(code), name, recoveryEmail, profile, true, true, false, Optional.empty());
        return table.insert(user, keys.hash(key), clock.instant()) ? Optional.of(key) : Optional.empty();
    }

    /**
     * Changes a record as far as the present user may. Whose recovery address somebody else changes is told at the address that
     * was, where there is one and mail can leave.
     *
     * @throws org.springframework.security.access.AccessDeniedException for another's record, or for SUPERVISOR's address
     */
    void change(User user, String name, String recoveryEmail, Profile profile, boolean active) {
        current.mustBe(user.code());
        boolean moved = !recoveryEmail.equals(user.recoveryEmail());
        if (moved && !mayMove(user)) {
            throw CurrentUser.denied();
        }
        boolean sameStanding = user.isSupervisor() || !current.administers();
        Optional<Notice> notice = moved ? notice(user) : Optional.empty();
        database.inTransaction(connection -> {
            table.update(
                    connection,
                    user.code(),
                    name,
                    recoveryEmail,
                    sameStanding ? user.profile() : profile,
                    sameStanding ? user.active() : active);
            if (notice.isPresent()) {
                notice.get().put(connection);
            }
            return true;
        });
        notice.ifPresent(Notice::changed);
        if (moved) {
            LOG.warn("{} changed the recovery address of {}", current.code(), user.code());
        }
    }

    /** Whether the present user may change a user's recovery address: SUPERVISOR's is changed by SUPERVISOR alone. */
    boolean mayMove(User user) {
        return current.code().equals(user.code()) || current.administers() && !user.isSupervisor();
    }

    private Optional<Notice> notice(User user) {
        if (user.recoveryEmail().isEmpty() || current.code().equals(user.code())) {
            return Optional.empty();
        }
        Optional<Notice> notice = watches.stream()
                .map(watch -> watch.notice(user))
                .flatMap(Optional::stream)
                .findFirst();
        if (notice.isEmpty()) {
            LOG.warn("{} is not told that the recovery address changes: the system mailbox cannot send", user.code());
        }
        return notice;
    }

    /** Remembers the tick of <em>Autenticar con OAuth (Gmail)</em>. */
    public void rememberOption(String code, boolean oauth) {
        table.updateOption(own(code).code(), oauth);
    }

    /**
     * Changes a key; with the old one, all sessions that were begun with it end.
     *
     * @return the new one's state, or empty when the old one was not right
     */
    Optional<KeyState> changeKey(String code, String oldKey, String newKey) {
        current.mustBe(code);
        if (table.keyHash(code).filter(hash -> keys.matches(oldKey, hash)).isEmpty()) {
            return Optional.empty();
        }
        String hash = keys.hash(newKey);
        table.updateKey(code, hash, false);
        return Optional.of(KeyState.of(hash, false));
    }

    /** The key that a user has now; empty for who may not enter. */
    public Optional<KeyState> keyState(String code) {
        return table.keyState(canonical(code));
    }

    /**
     * The mark of the key, when it is the user's. Does the same work whether or not there is such a user.
     */
    Optional<String> mayEnter(String code, String key) {
        Optional<String> hash = table.keyHash(canonical(code));
        if (hash.isEmpty()) {
            keys.pretendToMatch(key);
            return Optional.empty();
        }
        return hash.filter(found -> keys.matches(key, found)).map(Sha256::hex);
    }

    void entered(String code) {
        table.entered(code, clock.instant());
    }
}
