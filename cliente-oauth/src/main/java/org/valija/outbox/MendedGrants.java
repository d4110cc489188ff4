package org.valija.outbox;

import java.lang.System.Logger.Level;
import java.util.function.BooleanSupplier;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantListener;
import org.valija.oauth.GrantState;
import org.valija.oauth.TokenVault;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;

/** Ends the holds of accounts whose grant was wrong and is right again: on whichever node, whoever sees it first. Thread-safe. */
final class MendedGrants implements GrantListener {

    private static final System.Logger LOG = System.getLogger(MendedGrants.class.getName());

    private final Outbox outbox;
    private final Database database;
    private final AccountTable accounts;
    private final TokenVault vault;
    private final BooleanSupplier closing;

    MendedGrants(Outbox outbox, TokenVault vault, BooleanSupplier closing) {
        this.outbox = outbox;
        this.database = outbox.database();
        this.accounts = outbox.tables().accounts();
        this.vault = vault;
        this.closing = closing;
    }

    /** Looks at every account that is held. */
    void resumeAll() {
        database.run(accounts::held).forEach(this::resumeIfMended);
    }

    /** The user authenticated, or the administrator mended something, on this node: no need to wait until somebody looks. */
    @Override
    public void stateChanged(Grant before, Grant after) {
        if (after.state() == GrantState.CONNECTED && !closing.getAsBoolean()) {
            try {
                database.run(connection -> accounts.find(connection, after.id()))
                        .filter(row -> row.hold().isPresent())
                        .ifPresent(this::resumeIfMended);
            } catch (DatabaseException e) {
                LOG.log(Level.DEBUG, "the database is away; the upkeep resumes the account", e);
            }
        }
    }

    private void resumeIfMended(AccountTable.Row row) {
        AccountHold hold = row.hold().orElseThrow();
        boolean asksGrant = hold.kind() == HoldKind.NEEDS_AUTHENTICATION || hold.kind() == HoldKind.NEEDS_ADMIN;
        if (asksGrant && vault.grant(row.grantId()).filter(hold::isMendedBy).isPresent()) {
            outbox.resume(row.grantId());
        }
    }
}
