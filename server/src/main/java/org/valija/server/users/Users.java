package org.valija.server.users;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.secrets.Sha256;
import org.valija.server.users.AddressWatch.Notice;
import org.valija.sql.Database;

/** The user catalogue. Permissions are checked here, not only in the pages. Thread-safe. */
@Service
public class Users {

    private static final Logger LOG = LoggerFactory.getLogger(Users.class);

    private final Database database;
    private final UserTable table;
    private final UserCompanyTable companies;
    private final Profiles profiles;
    private final Keys keys;
    private final CurrentUser current;
    private final Audit audit;
    private final ObjectProvider<AddressWatch> watches;
    private final Clock clock;

    /** @param watches looked for at a change alone: they know users themselves, and commands are without them */
    Users(
            Database database,
            UserTable table,
            UserCompanyTable companies,
            Profiles profiles,
            Keys keys,
            CurrentUser current,
            Audit audit,
            ObjectProvider<AddressWatch> watches,
            Clock clock) {
        this.database = database;
        this.table = table;
        this.companies = companies;
        this.profiles = profiles;
        this.keys = keys;
        this.current = current;
        this.audit = audit;
        this.watches = watches;
        this.clock = clock;
    }

    /** A code as it is stored. */
    public static String canonical(String code) {
        return code.strip().toUpperCase(Locale.ROOT);
    }

    public Optional<User> find(String code) {
        return table.find(canonical(code));
    }

    /** The whole catalogue, for who administers and may see it; for others their own record. */
    public List<User> visible() {
        return current.administers() && current.may(Function.USERS, Operation.VIEW)
                ? table.all()
                : table.find(current.code()).stream().toList();
    }

    /** The present user, and for who administers those users who may not more than they. */
    public List<User> covered() {
        return current.administers()
                ? table.all().stream()
                        .filter(user -> isMine(user) || isCovered(user))
                        .toList()
                : table.find(current.code()).stream().toList();
    }

    private boolean isCovered(User user) {
        return current.covers(profiles.of(user)) && current.companies().covers(companies(user));
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
     * A record that the present user may look at: their own, or any for who administers and may see the catalogue.
     *
     * @throws org.springframework.security.access.AccessDeniedException otherwise, also when there is no such user
     */
    User shown(String code) {
        User user = own(code);
        if (!isMine(user)) {
            current.must(Function.USERS, Operation.VIEW);
        }
        return user;
    }

    /**
     * Registers a user with a generated key, which must be changed at the first entry. The user sees the companies that the
     * present one sees.
     *
     * @return the key, or empty when the code is taken
     * @throws org.springframework.security.access.AccessDeniedException for who may not, and for a profile with more than the
     *     present user's
     */
    Optional<String> register(String code, UserData data) {
        mustRegister();
        profiles.mustGive(data.profile());
        String key = keys.generate();
        CompanyScope scope = current.companies();
        User user = new User(
                canonical(code),
                data.name(),
                data.recoveryEmail(),
                data.profile(),
                scope.all(),
                data.language(),
                true,
                true,
                false,
                Optional.empty());
        String hash = keys.hash(key);
        boolean made = database.inTransaction(connection -> {
            boolean free = table.insert(connection, user, hash, clock.instant());
            if (free) {
                companies.put(connection, user.code(), scope.ids());
                audit.note(
                        connection,
                        AuditEvent.of(AuditAction.USER_CREATED, user.code()).with(AuditDetail.PROFILE, user.profile()));
            }
            return free;
        });
        return made ? Optional.of(key) : Optional.empty();
    }

    /** The codes of some who may change what users may do; SUPERVISOR, at least. */
    List<String> whoGivesPermissions() {
        List<String> giving = profiles.all().stream()
                .filter(profile ->
                        profile.administers() && profile.permissions().may(Function.USERS, Operation.CHANGE))
                .map(Profile::code)
                .toList();
        return table.all().stream()
                .filter(user -> user.active() && giving.contains(user.profile()))
                .map(User::code)
                .sorted(Comparator.comparing(code -> !code.equals(User.SUPERVISOR)))
                .limit(3)
                .toList();
    }

    /** Whether the present user may register others. */
    boolean mayRegister() {
        return current.administers() && current.may(Function.USERS, Operation.CREATE);
    }

    /** @throws org.springframework.security.access.AccessDeniedException for who may not register others */
    void mustRegister() {
        current.must(Function.USERS, Operation.CREATE);
        current.mustAdminister();
    }

    /**
     * Changes a record as far as the present user may: nobody's own profile and standing, nor SUPERVISOR's. Whose recovery
     * address somebody else changes is told at the address that was, where there is one and mail can leave.
     *
     * @throws org.springframework.security.access.AccessDeniedException for the record of another, unless the present user
     *     administers and may all that that one may; for SUPERVISOR's address; for a profile with more than the present user's
     */
    void change(User user, UserData data) {
        current.must(Function.USERS, Operation.CHANGE);
        mustManage(user);
        boolean moved = !data.recoveryEmail().equals(user.recoveryEmail());
        if (moved && !mayMove(user)) {
            throw CurrentUser.denied();
        }
        UserData changed =
                maySetStanding(user) && !data.profile().isEmpty() ? data : data.standing(user.profile(), user.active());
        if (!changed.profile().equals(user.profile())) {
            profiles.mustGive(changed.profile());
        }
        Optional<Notice> notice = moved ? notice(user) : Optional.empty();
        database.inTransaction(connection -> {
            table.update(connection, user.code(), changed);
            audit.note(connection, about(user, changed));
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

    /** Whether the present user may change a record: their own, or that of who may not more than they. */
    public boolean mayManage(User user) {
        return current.may(Function.USERS, Operation.CHANGE)
                && (isMine(user) || current.administers() && isCovered(user));
    }

    /** Whether the present user may change a user's profile and whether the user may enter. */
    public boolean maySetStanding(User user) {
        return !user.isSupervisor() && !isMine(user) && mayManage(user);
    }

    /** Whether the present user may change a user's recovery address: SUPERVISOR's is changed by SUPERVISOR alone. */
    boolean mayMove(User user) {
        return mayManage(user) && (isMine(user) || !user.isSupervisor());
    }

    /** The companies that a user sees. */
    public CompanyScope companies(User user) {
        return user.allCompanies() ? CompanyScope.EVERY : CompanyScope.of(companies.of(user.code()));
    }

    /**
     * Chooses the companies that a user sees.
     *
     * @throws org.springframework.security.access.AccessDeniedException for one's own, for SUPERVISOR's, for those of who may
     *     more than the present user, and for companies that the present user does not see
     */
    public void authorise(User user, CompanyScope scope) {
        current.must(Function.USERS, Operation.CHANGE);
        if (!maySetStanding(user) || !current.companies().covers(scope)) {
            throw CurrentUser.denied();
        }
        database.inTransaction(connection -> {
            table.updateAllCompanies(connection, user.code(), scope.all());
            companies.put(connection, user.code(), scope.ids());
            audit.note(
                    connection,
                    AuditEvent.of(AuditAction.USER_CHANGED, user.code())
                            .with(AuditDetail.FIELDS, "companies")
                            .with(AuditDetail.STATE, scope.all() ? "all" : "some")
                            .with(AuditDetail.COUNT, scope.ids().size()));
            return true;
        });
    }

    private static AuditEvent about(User before, UserData now) {
        AuditEvent event = AuditEvent.of(AuditAction.USER_CHANGED, before.code())
                .with(AuditDetail.FIELDS, now.differences(before));
        if (!now.recoveryEmail().equals(before.recoveryEmail())) {
            event = event.with(AuditDetail.ADDRESS, now.recoveryEmail())
                    .with(AuditDetail.PREVIOUS_ADDRESS, before.recoveryEmail());
        }
        if (!now.profile().equals(before.profile())) {
            event = event.with(AuditDetail.PROFILE, now.profile());
        }
        return now.active() == before.active() ? event : event.with(AuditDetail.ACTIVE, now.active());
    }

    /** The present user's own choice of language. */
    void speak(Language language) {
        table.updateLanguage(current.code(), language);
    }

    private void mustManage(User user) {
        if (!mayManage(user)) {
            throw CurrentUser.denied();
        }
    }

    private boolean isMine(User user) {
        return current.code().equals(user.code());
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
