package org.valija.server.users;

import java.time.Duration;
import org.springframework.stereotype.Service;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditEvent;
import org.valija.server.users.KeyConfirmation.Answer;
import org.valija.sql.Database;

/** Lets the present user change the own key. Thread-safe. */
@Service
class OwnKey {

    private final Database database;
    private final UserTable table;
    private final Keys keys;
    private final KeyConfirmation confirmation;
    private final CurrentUser current;
    private final Audit audit;

    OwnKey(
            Database database,
            UserTable table,
            Keys keys,
            KeyConfirmation confirmation,
            CurrentUser current,
            Audit audit) {
        this.database = database;
        this.table = table;
        this.keys = keys;
        this.confirmation = confirmation;
        this.current = current;
        this.audit = audit;
    }

    /** What became of a change. */
    sealed interface Outcome {

        /** The new key's state; all sessions that were begun with the old one end. */
        record Changed(KeyState key) implements Outcome {}

        /** The old key was not right. */
        record Refused() implements Outcome {}

        /** Too many were not right; nothing was looked at. */
        record Wait(Duration time) implements Outcome {}
    }

    /** @param newKey one that fits the rules */
    Outcome change(String oldKey, String newKey, EntryOrigin origin) {
        String code = current.code();
        return switch (confirmation.confirm(code, oldKey, origin)) {
            case Answer.Wait wait -> new Outcome.Wait(wait.time());
            case Answer.Wrong wrong -> new Outcome.Refused();
            case Answer.Right right -> new Outcome.Changed(change(code, newKey));
        };
    }

    private KeyState change(String code, String newKey) {
        String hash = keys.hash(newKey);
        database.inTransaction(connection -> {
            table.updateKey(connection, code, hash, false);
            audit.note(connection, AuditEvent.of(AuditAction.KEY_CHANGED, code));
            return true;
        });
        return KeyState.of(hash, false);
    }
}
