package org.valija.server.users;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** The user catalogue. Permissions are checked here, not only in the pages. Thread-safe. */
@Service
public class Users {

    private final UserTable table;
    private final Keys keys;
    private final CurrentUser current;
    private final Clock clock;

    Users(UserTable table, Keys keys, CurrentUser current, Clock clock) {
        this.table = table;
        this.keys = keys;
        this.current = current;
        this.clock = clock;
    }

    /** A code as it is stored. */
    public static String canonical(String code) {
        return code.strip().toUpperCase(Locale.ROOT);
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

    void change(User user, String name, String recoveryEmail, Profile profile, boolean active) {
        if (current.administers()) {
            boolean supervisor = user.isSupervisor();
            table.update(
                    user.code(),
                    name,
                    recoveryEmail,
                    supervisor ? Profile.ADMINISTRATION : profile,
                    supervisor || active);
        } else {
            current.mustBe(user.code());
            table.update(user.code(), name, recoveryEmail, user.profile(), user.active());
        }
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
