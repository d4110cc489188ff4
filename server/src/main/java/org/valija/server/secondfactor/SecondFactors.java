package org.valija.server.secondfactor;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.valija.oauth.OAuth;
import org.valija.oauth.Secret;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditEvent;
import org.valija.server.secondfactor.SecondFactorTable.Row;
import org.valija.server.secrets.Random256;
import org.valija.server.secrets.SealedColumns;
import org.valija.server.users.AddressWatch.Notice;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.EntryOrigin;
import org.valija.server.users.Function;
import org.valija.server.users.KeyConfirmation;
import org.valija.server.users.Operation;
import org.valija.server.users.SecondStep;
import org.valija.server.users.User;
import org.valija.server.users.Users;
import org.valija.sql.Database;

/** Second factors: the present user's own, and an end to another's. Permissions are checked here. Thread-safe. */
@Service
public class SecondFactors implements SecondStep {

    private static final Logger LOG = LoggerFactory.getLogger(SecondFactors.class);

    private final Database database;
    private final SecondFactorTable table;
    private final RecoveryCodes recoveryCodes;
    private final CodeCheck check;
    private final SecondFactorRemoval removal;
    private final KeyConfirmation keys;
    private final Users users;
    private final CurrentUser current;
    private final OAuth oauth;
    private final ObjectProvider<RemovalWatch> watches;
    private final Audit audit;
    private final Clock clock;

    SecondFactors(
            Database database,
            SecondFactorTable table,
            RecoveryCodes recoveryCodes,
            CodeCheck check,
            SecondFactorRemoval removal,
            KeyConfirmation keys,
            Users users,
            CurrentUser current,
            OAuth oauth,
            ObjectProvider<RemovalWatch> watches,
            Audit audit,
            Clock clock) {
        this.database = database;
        this.table = table;
        this.recoveryCodes = recoveryCodes;
        this.check = check;
        this.removal = removal;
        this.keys = keys;
        this.users = users;
        this.current = current;
        this.oauth = oauth;
        this.watches = watches;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A second factor that is in use.
     *
     * @param codesLeft recovery codes that were not used
     */
    public record Standing(Instant since, int codesLeft) {}

    /** What the present user asked for and showed key and code for. */
    sealed interface Outcome {

        /**
         * It was done.
         *
         * @param codes recovery codes to show once; none where none were made
         * @param mark of the second factor; empty where there is none any more
         */
        record Done(List<String> codes, String mark) implements Outcome {}

        /** @param field whose value was not right */
        record Refused(String field) implements Outcome {}

        /** Too many were not right; nothing was looked at. */
        record Wait(long seconds) implements Outcome {}

        /** It is so already. */
        record Already() implements Outcome {}
    }

    @Override
    public Optional<String> mark(String userCode) {
        return table.mark(userCode);
    }

    /** The present user's own. */
    Optional<Standing> own() {
        return standing(current.code());
    }

    /** Another's, for who may see that user's record. */
    Optional<Standing> of(User user) {
        current.mustBe(user.code());
        return standing(user.code());
    }

    private Optional<Standing> standing(String code) {
        return table.find(code).map(row -> new Standing(row.since(), recoveryCodes.left(code)));
    }

    /**
     * Switches the present user's on: from then on sessions that were begun without it end.
     *
     * @param secret that the app has been given
     * @param typed the app's code, which shows that it has
     */
    Outcome switchOn(Secret secret, String key, String typed, EntryOrigin origin) {
        String code = current.code();
        Optional<Outcome> refused = confirm(code, key, origin);
        if (refused.isPresent()) {
            return refused.get();
        }
        OptionalLong step = Totp.step(secret, typed, clock.instant());
        if (step.isEmpty()) {
            return new Outcome.Refused("codigo");
        }
        Row row = new Row(
                code,
                oauth.hostSecrets().seal(SealedColumns.SECOND_FACTOR, code, secret),
                Random256.next(),
                step.getAsLong(),
                clock.instant());
        RecoveryCodes.Made made = recoveryCodes.make();
        boolean on = database.inTransaction(connection -> insert(connection, row, made));
        return on ? new Outcome.Done(made.codes(), row.mark()) : new Outcome.Already();
    }

    private boolean insert(Connection connection, Row row, RecoveryCodes.Made made) throws SQLException {
        if (!table.insert(connection, row)) {
            return false;
        }
        recoveryCodes.put(connection, row.userCode(), made);
        audit.note(connection, AuditEvent.of(AuditAction.SECOND_FACTOR_ON, row.userCode()));
        return true;
    }

    /** Makes the present user new recovery codes; those that were are good for nothing then. */
    Outcome renewCodes(String key, String typed, EntryOrigin origin) {
        String code = current.code();
        return confirm(code, key, origin).or(() -> shown(code, typed, origin)).orElseGet(() -> {
            RecoveryCodes.Made made = recoveryCodes.make();
            database.inTransaction(connection -> {
                recoveryCodes.put(connection, code, made);
                audit.note(connection, AuditEvent.of(AuditAction.RECOVERY_CODES_MADE, code));
                return true;
            });
            return new Outcome.Done(made.codes(), mark(code).orElse(""));
        });
    }

    /** Switches the present user's off. */
    Outcome switchOff(String key, String typed, EntryOrigin origin) {
        String code = current.code();
        return confirm(code, key, origin).or(() -> shown(code, typed, origin)).orElseGet(() -> {
            database.inTransaction(connection -> {
                boolean was = table.delete(connection, code);
                audit.note(connection, AuditEvent.of(AuditAction.SECOND_FACTOR_OFF, code));
                return was;
            });
            return new Outcome.Done(List.of(), "");
        });
    }

    private Optional<Outcome> confirm(String code, String key, EntryOrigin origin) {
        return switch (keys.confirm(code, key, origin)) {
            case KeyConfirmation.Answer.Right right -> Optional.empty();
            case KeyConfirmation.Answer.Wrong wrong -> Optional.of(new Outcome.Refused("clave"));
            case KeyConfirmation.Answer.Wait wait ->
                Optional.of(new Outcome.Wait(wait.time().toSeconds() + 1));
        };
    }

    private Optional<Outcome> shown(String code, String typed, EntryOrigin origin) {
        return switch (check.take(code, typed, origin)) {
            case CodeCheck.Answer.Right right -> Optional.empty();
            case CodeCheck.Answer.Wrong wrong -> Optional.of(new Outcome.Refused("codigo"));
            case CodeCheck.Answer.Wait wait ->
                Optional.of(new Outcome.Wait(wait.time().toSeconds() + 1));
        };
    }

    /** Whether the present user may take that user's away: SUPERVISOR's nobody may here, and the own is switched off by itself. */
    boolean mayRemove(User user) {
        return !user.isSupervisor() && !user.code().equals(current.code()) && users.mayManage(user);
    }

    /**
     * Takes another's away, ends that user's sessions, and has the user told.
     *
     * @throws org.springframework.security.access.AccessDeniedException for who may not
     */
    void remove(String code) {
        current.must(Function.USERS, Operation.CHANGE);
        User user = users.own(code);
        if (!mayRemove(user)) {
            throw CurrentUser.denied();
        }
        Optional<Notice> notice = user.recoveryEmail().isEmpty()
                ? Optional.empty()
                : watches.stream()
                        .map(watch -> watch.removed(user))
                        .flatMap(Optional::stream)
                        .findFirst();
        boolean removed = database.inTransaction(connection -> {
            if (removal.remove(connection, user.code(), "administrator").isEmpty()) {
                return false;
            }
            if (notice.isPresent()) {
                notice.get().put(connection);
            }
            return true;
        });
        if (removed) {
            notice.ifPresentOrElse(
                    Notice::changed,
                    () -> LOG.warn("{} is not told by mail that the second factor was taken away", user.code()));
        }
    }
}
