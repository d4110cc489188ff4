package org.valija.sql;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Locale;

/**
 * The database did not do what was asked. Nothing of the transaction was kept.
 *
 * <p>{@link #kind()} tells whether trying again can help.
 */
public final class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Primary result codes of SQLite, https://sqlite.org/rescode.html. */
    private static final int SQLITE_BUSY = 5;

    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_READONLY = 8;
    private static final int SQLITE_IOERR = 10;
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_CANTOPEN = 14;

    /** SQL states of PostgreSQL, https://www.postgresql.org/docs/current/errcodes-appendix.html. */
    private static final String DISK_FULL = "53100";

    private static final String READ_ONLY_TRANSACTION = "25006";

    /** What kind of trouble it is. */
    public enum Kind {
        /** Another program or thread held the lock too long; trying again can help. */
        LOCKED,
        /** The server or file cannot be reached; trying again can help once it is back. */
        UNAVAILABLE,
        /** Disk full or file not writable; somebody has to make room or give the permission. */
        NOT_WRITABLE,
        /** Anything else: a wrong statement, a broken constraint. */
        OTHER
    }

    private final Kind kind;

    public DatabaseException(SQLException cause) {
        super("database: " + said(cause).getMessage(), said(cause));
        this.kind = kindOf(said(cause));
    }

    /** PostgreSQL's driver wraps what the server said of a batch into the statement with its values, which are nobody's business. */
    private static SQLException said(SQLException thrown) {
        SQLException said = thrown.getNextException();
        return thrown instanceof BatchUpdateException && said != null ? said : thrown;
    }

    public Kind kind() {
        return kind;
    }

    private static Kind kindOf(SQLException exception) {
        String state = exception.getSQLState() == null ? "" : exception.getSQLState();
        String message = exception.getMessage() == null ? "" : exception.getMessage();
        if (message.startsWith("[SQLITE_") || exception.getClass().getName().startsWith("org.sqlite.")) {
            return switch (exception.getErrorCode() & 0xff) {
                case SQLITE_BUSY, SQLITE_LOCKED -> Kind.LOCKED;
                case SQLITE_CANTOPEN -> Kind.UNAVAILABLE;
                case SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL -> Kind.NOT_WRITABLE;
                default -> Kind.OTHER;
            };
        }
        if (state.equals(DISK_FULL) || state.equals(READ_ONLY_TRANSACTION)) {
            return Kind.NOT_WRITABLE;
        }
        // Connections, the server's shutting down, and what it has too little of: connections, memory.
        if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")) {
            return Kind.UNAVAILABLE;
        }
        if (state.startsWith("40") || state.startsWith("55P")) {
            return Kind.LOCKED;
        }
        return message.toLowerCase(Locale.ROOT).contains("connection is not available") ? Kind.UNAVAILABLE : Kind.OTHER;
    }
}
