package org.valija.server.users;

import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.valija.server.ValijaProperties;

/** Makes user SUPERVISOR at installation, with a generated key that is shown once. */
@Component
public class FirstStart {

    private final Optional<String> supervisorKey;

    FirstStart(UserTable table, Keys keys, ValijaProperties properties, Clock clock) {
        this.supervisorKey =
                table.find(User.SUPERVISOR).isPresent() ? Optional.empty() : make(table, keys, properties, clock);
    }

    /** The key, at the start that made the user; empty at every later one. */
    public Optional<String> supervisorKey() {
        return supervisorKey;
    }

    private static Optional<String> make(UserTable table, Keys keys, ValijaProperties properties, Clock clock) {
        String key = keys.generate();
        User supervisor = new User(
                User.SUPERVISOR,
                "",
                "",
                Profile.ADMINISTRATION,
                true,
                Optional.empty(),
                true,
                !properties.demo(),
                false,
                Optional.empty());
        // Of two nodes that start at once, one makes the user and shows its key.
        return table.insert(supervisor, keys.hash(key), clock.instant()) ? Optional.of(key) : Optional.empty();
    }
}
