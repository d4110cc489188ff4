package org.valija.server.audit;

/**
 * Who acts.
 *
 * @param name a user's code, a token's name, or the account of the operating system; empty where there is none
 */
public record AuditActor(Kind kind, String name) {

    /** Kept for ever, as the database has it. */
    public enum Kind {
        /** A person at the console. */
        USER,
        /** A program with its token. */
        PROGRAM,
        /** A command on the server's own machine. */
        COMMAND,
        /** The installation by itself: what is done by the clock, or follows from what somebody did. */
        INSTALLATION,
        /** Somebody who has not shown who they are. */
        UNKNOWN
    }

    /** The installation by itself. */
    public static final AuditActor INSTALLATION = new AuditActor(Kind.INSTALLATION, "");

    /** Somebody who has not shown who they are. */
    public static final AuditActor UNKNOWN = new AuditActor(Kind.UNKNOWN, "");

    public AuditActor {
        name = AuditText.name(name);
    }

    public static AuditActor user(String code) {
        return new AuditActor(Kind.USER, code);
    }

    /** @param name of its token */
    public static AuditActor program(String name) {
        return new AuditActor(Kind.PROGRAM, name);
    }

    /** Whoever gave the command, as the operating system calls them. */
    public static AuditActor command() {
        return new AuditActor(Kind.COMMAND, System.getProperty("user.name", ""));
    }
}
