package org.valija.server.users;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.sql.Database;

/**
 * The profiles. Permissions are checked here, and nobody makes, changes or gives one with more than they may themselves; of
 * the one that may do everything only whether it demands a second factor is changed. A changed one acts at the next request of
 * its users. Thread-safe.
 */
@Service
public class Profiles {

    private static final Profile NOTHING = Standing.NONE.profile();

    private final Database database;
    private final ProfileTable table;
    private final UserTable users;
    private final CurrentUser current;
    private final Audit audit;

    Profiles(Database database, ProfileTable table, UserTable users, CurrentUser current, Audit audit) {
        this.database = database;
        this.table = table;
        this.users = users;
        this.current = current;
        this.audit = audit;
    }

    /** What a user may do; a profile that is not there any more permits nothing. */
    public Profile of(User user) {
        return table.find(user.profile()).orElse(NOTHING);
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

    /** Whether the present user may change all of that one. */
    boolean mayChange(Profile profile) {
        return !profile.fixed() && mayRequire(profile);
    }

    /** Whether the present user may decide if that one, fixed or not, demands a second factor. */
    boolean mayRequire(Profile profile) {
        return current.may(Function.PROFILES, Operation.CHANGE) && current.covers(profile);
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
        return database.inTransaction(connection -> {
            boolean added = table.insert(connection, profile);
            if (added) {
                audit.note(connection, about(AuditAction.PROFILE_CREATED, NOTHING, profile));
            }
            return added;
        });
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
        Profile before = table.find(profile.code()).filter(this::mayChange).orElseThrow(CurrentUser::denied);
        database.inTransaction(connection -> {
            boolean changed = table.update(connection, profile);
            if (changed) {
                audit.note(connection, about(AuditAction.PROFILE_CHANGED, before, profile));
            }
            return changed;
        });
    }

    /**
     * Decides whether the users of one enter with a second factor, and changes nothing else of it.
     *
     * @throws org.springframework.security.access.AccessDeniedException for who may not, and where the one that is there has more
     *     than they, or is gone
     */
    void requireSecondFactor(String code, boolean required) {
        must(Operation.CHANGE);
        Profile before = table.find(code).filter(this::mayRequire).orElseThrow(CurrentUser::denied);
        database.inTransaction(connection -> {
            boolean changed = table.requireSecondFactor(connection, code, required);
            if (changed) {
                audit.note(connection, about(AuditAction.PROFILE_CHANGED, before, before.requiring(required)));
            }
            return changed;
        });
    }

    /**
     * Deletes one that nobody has.
     *
     * @return false while somebody has it; it stays then
     * @throws org.springframework.security.access.AccessDeniedException for who may not, and where it has more than they
     */
    boolean delete(String code) {
        must(Operation.DELETE);
        Profile before = table.find(code).filter(this::mayDelete).orElseThrow(CurrentUser::denied);
        return database.inTransaction(connection -> {
            boolean deleted = table.delete(connection, code);
            if (deleted) {
                audit.note(connection, about(AuditAction.PROFILE_DELETED, before, before));
            }
            return deleted;
        });
    }

    /** What is permitted from now on, and what is not any more. */
    private static AuditEvent about(AuditAction action, Profile before, Profile now) {
        List<String> permissions = new ArrayList<>(words("with:", now.permissions(), before.permissions()));
        permissions.addAll(words("without:", before.permissions(), now.permissions()));
        return AuditEvent.of(action, now.code())
                .with(AuditDetail.NAME, now.name())
                .with(AuditDetail.COUNT, now.permissions().all().size())
                .with(AuditDetail.STATE, now.administers() ? "administers" : "own")
                .with(AuditDetail.SECOND_FACTOR, now.secondFactorRequired())
                .with(AuditDetail.PERMISSIONS, permissions);
    }

    private static List<String> words(String prefix, Permissions some, Permissions others) {
        return some.all().stream()
                .filter(permission -> !others.all().contains(permission))
                .map(permission -> prefix + permission.function() + "." + permission.operation())
                .sorted()
                .toList();
    }

    private void mustCover(Profile profile) {
        if (!current.covers(profile)) {
            throw CurrentUser.denied();
        }
    }
}
