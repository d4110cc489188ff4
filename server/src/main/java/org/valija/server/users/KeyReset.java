package org.valija.server.users;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import org.valija.server.secrets.Sha256;
import org.valija.server.web.FieldErrors;

/**
 * Sets the key of somebody who has shown by other means than the old key who they are; to know that is the caller's duty.
 * Thread-safe.
 */
@Component
public class KeyReset {

    /** Characters of the shortest key. */
    public static final int SHORTEST = Keys.SHORTEST;

    private final UserTable table;
    private final Keys keys;
    private final KeyRules rules;

    KeyReset(UserTable table, Keys keys, KeyRules rules) {
        this.table = table;
        this.keys = keys;
        this.rules = rules;
    }

    /**
     * A user who may enter.
     *
     * @param mark another one as soon as the key or the recovery address is another
     */
    public record Standing(User user, String mark) {}

    /** The user who may enter and whose code is the one. */
    public Optional<Standing> find(Predicate<String> code) {
        return table.all().stream()
                .filter(user -> code.test(user.code()))
                .findFirst()
                .flatMap(this::standing);
    }

    private Optional<Standing> standing(User user) {
        return table.keyHash(user.code())
                .map(hash -> new Standing(user, Sha256.hex(hash + "\n" + user.recoveryEmail())));
    }

    /** Whether there is a user of that code, who may enter or not. */
    public boolean exists(String code) {
        return table.find(Users.canonical(code)).isPresent();
    }

    /** What is wrong with a new key of that user; the fields are {@code nueva} and {@code confirmacion}. */
    public FieldErrors check(String code, String key, String again) {
        return rules.check(code, key, again);
    }

    /** A key to give out. */
    public String generate() {
        return keys.generate();
    }

    /** A key as it is stored; takes its time on purpose. */
    public String hash(String key) {
        return keys.hash(key);
    }

    /**
     * Sets the key in the caller's transaction.
     *
     * @param mustChange whether somebody else knows it
     */
    public void set(Connection connection, String code, String keyHash, boolean mustChange) throws SQLException {
        table.updateKey(connection, Users.canonical(code), keyHash, mustChange);
    }
}
