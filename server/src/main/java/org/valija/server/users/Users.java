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

    /** Changes a key; gives whether the old one was right. */
    boolean changeKey(String code, String oldKey, String newKey) {
        current.mustBe(code);
        boolean right =
                table.keyHash(code).filter(hash -> keys.matches(oldKey, hash)).isPresent();
        if (right) {
            table.updateKey(code, keys.hash(newKey), false);
        }
        return right;
    }

    /** Does the same work whether or not there is such a user. */
    boolean mayEnter(String code, String key) {
        Optional<String> hash = table.keyHash(canonical(code));
        if (hash.isEmpty()) {
            keys.pretendToMatch(key);
            return false;
        }
        return keys.matches(key, hash.get());
    }

    void entered(String code) {
        table.entered(code, clock.instant());
    }
}
