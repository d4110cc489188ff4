package org.valija.server.secondfactor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.valija.server.secondfactor.RecoveryCodeTable.Row;
import org.valija.server.users.Keys;

/**
 * Ten codes that serve once each when the app is not at hand: twelve characters, about 59 bits, kept as keys are (Argon2id).
 * Thread-safe.
 */
@Component
class RecoveryCodes {

    private static final int CODES = 10;
    private static final int GROUPS = 3;

    private final RecoveryCodeTable table;
    private final Keys keys;

    RecoveryCodes(RecoveryCodeTable table, Keys keys) {
        this.table = table;
        this.keys = keys;
    }

    /** Codes to show once, and what is kept of them; making it takes its time on purpose. */
    record Made(List<String> codes, List<String> hashes) {}

    Made make() {
        List<String> codes =
                Stream.generate(() -> keys.generate(GROUPS)).limit(CODES).toList();
        return new Made(
                codes, codes.stream().map(code -> keys.hash(plain(code))).toList());
    }

    /** Puts them in the place of those that the user had. */
    void put(Connection connection, String userCode, Made made) throws SQLException {
        table.replace(connection, userCode, made.hashes());
    }

    int left(String userCode) {
        return table.count(userCode);
    }

    /** Whether it looks like one, and not like an app's code. */
    static boolean looksLikeOne(String typed) {
        return plain(typed).length() > 8;
    }

    /** The unused code that was typed, however its letters and hyphens are written. */
    Optional<Long> find(String userCode, String typed) {
        String plain = plain(typed);
        return table.ofUser(userCode).stream()
                .filter(row -> keys.matches(plain, row.codeHash()))
                .map(Row::id)
                .findFirst();
    }

    boolean take(Connection connection, long id) throws SQLException {
        return table.take(connection, id);
    }

    private static String plain(String typed) {
        return typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }
}
