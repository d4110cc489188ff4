package org.valija.server.users;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.valija.sql.Database;

/**
 * The profiles. Permissions are checked here, and nobody makes, changes or gives one with more than they may themselves; the one
 * that may do everything stays as it is. A changed one acts at the next request of its users. Thread-safe.
 */
@Service
public class Profiles {

    private static final Logger LOG = LoggerFactory.getLogger(Profiles.class);

    private final Database database;
    private final ProfileTable table;
    private final UserTable users;
    private final CurrentUser current;

    Profiles(Database database, ProfileTable table, UserTable users, CurrentUser current) {
        this.database = database;
        this.table = table;
        this.users = users;
        this.current = current;
    }

    /** What a user may do; a profile that is not there any more permits nothing. */
    public Profile of(User user) {
        return table.find(user.profile()).orElse(Standing.NONE.profile());
    }

    /** All of them; those that came with the installation first, then by name. */
    public List<Profile> all() {
        return table.all();
    }

    /** Those that the present user may give to somebody. */
    List<Profile> giveable() {
        return table.all().stream().filter(current::covers).toList();
    }

    /** @throws org.springframework.security.access.AccessDeniedException when the present user may not give it, or there is none */
    void mustGive(String code) {
        if (table.find(code).filter(current::covers).isEmpty()) {
            throw CurrentUser.denied();
        }
    }

    /** That the present user may do that with profiles. */
    void must(Operation operation) {
        current.must(Function.PROFILES, operation);
    }

    /** One to look at. */
    Optional<Profile> find(String code) {
        must(Operation.VIEW);
        return table.find(code);
    }

    /** Whether the present user may change that one, or delete it. */
    boolean mayChange(Profile profile) {
        return !profile.fixed() && current.may(Function.PROFILES, Operation.CHANGE) && current.covers(profile);
    }

    /** Whether the present user may delete it, once nobody has it. */
    boolean mayDelete(Profile profile) {
        return !profile.fixed() && current.may(Function.PROFILES, Operation.DELETE) && current.covers(profile);
    }

    /** How many users have each. */
    Map<String, Integer> holders() {
        return users.countByProfile();
    }

    /**
     * Adds one.
     *
     * @return whether its code was free
     * @throws org.springframework.security.access.AccessDeniedException for who may not, and for more than they may themselves
     */
    boolean add(Profile profile) {
        must(Operation.CREATE);
        mustCover(profile);
        boolean added = database.inTransaction(connection -> table.insert(connection, profile));
        if (added) {
            LOG.info("{} added the profile {}", current.code(), profile.code());
        }
        return added;
    }

    /**
     * Changes one with all of its permissions.
     *
     * @throws org.springframework.security.access.AccessDeniedException for who may not, for more than they may themselves, and
     *     where the one that is there has more, is fixed, or is gone
     */
    void change(Profile profile) {
        must(Operation.CHANGE);
        mustCover(profile);
        if (table.find(profile.code()).filter(this::mayChange).isEmpty()) {
            throw CurrentUser.denied();
        }
        database.inTransaction(connection -> table.update(connection, profile));
        LOG.info("{} changed the profile {}", current.code(), profile.code());
    }

    /**
     * Deletes one that nobody has.
     *
     * @return false while somebody has it; it stays then
     * @throws org.springframework.security.access.AccessDeniedException for who may not, and where it has more than they
     */
    boolean delete(String code) {
        must(Operation.DELETE);
        if (table.find(code).filter(this::mayDelete).isEmpty()) {
            throw CurrentUser.denied();
        }
        boolean deleted = database.inTransaction(connection -> table.delete(connection, code));
        if (deleted) {
            LOG.info("{} deleted the profile {}", current.code(), code);
        }
        return deleted;
    }

    private void mustCover(Profile profile) {
        if (!current.covers(profile)) {
            throw CurrentUser.denied();
        }
    }
}
