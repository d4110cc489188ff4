package org.valija.server.backup;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A backup or restoration was not made; what was there before is as it was. */
public final class BackupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why; in brackets, the details. */
    public enum Problem {
        /** There is no database to copy (data folder). */
        NO_INSTALLATION,
        /** The copy would be written over something (path). */
        ALREADY_THERE,
        /** A file or folder cannot be read or written (path, reason). */
        UNREADABLE,
        /** The backup lacks a file (path). */
        INCOMPLETE,
        /** The copy of the database is damaged (path). */
        DAMAGED,
        /** The data folder holds something already (folder). */
        NOT_EMPTY,
        /** A service is running on the data folder (folder). */
        IN_USE,
        /** Values in the backup do not open (number, where). */
        VALUES_UNREADABLE,
        /** The PostgreSQL database is empty and must be restored first (command). */
        DATABASE_FIRST
    }

    private final Problem problem;

    @SuppressWarnings("serial") // an immutable list of strings is serializable
    private final List<String> details;

    BackupException(Problem problem, String... details) {
        this(problem, null, details);
    }

    BackupException(Problem problem, @Nullable Throwable cause, String... details) {
        super(problem + " " + String.join(", ", details), cause);
        this.problem = problem;
        this.details = List.of(details);
    }

    /** There is nothing to work on in that data folder. */
    public static BackupException noInstallation(Path folder) {
        return new BackupException(Problem.NO_INSTALLATION, folder.toString());
    }

    public Problem problem() {
        return problem;
    }

    /** What the problem is about, in the order that {@link Problem} names. */
    public List<String> details() {
        return details;
    }
}
