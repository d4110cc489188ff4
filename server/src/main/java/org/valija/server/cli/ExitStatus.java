package org.valija.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.valija.server.mailroom.MailReport;
import org.valija.server.mailroom.MailroomException;
import org.valija.sql.DatabaseException;
import picocli.CommandLine.ExitCode;

/** What a command ends with; what each means stands in the bundle, in {@code valija --help} and in docs/administrator.md. */
enum ExitStatus {
    DONE(ExitCode.OK),
    FAILED(ExitCode.SOFTWARE),
    WRONG_USE(ExitCode.USAGE),

    /** The launcher's own. */
    NO_JDK(3),

    /** The launcher's own. */
    NOT_RUN(4),

    ATTENTION(5),
    UNREACHABLE(6),
    NOT_ALLOWED(7),
    NOT_SENT(8),
    ON_ITS_WAY(9);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** How a mail stands. */
    static ExitStatus of(MailReport.Standing standing) {
        return switch (standing) {
            case SENT -> DONE;
            case ON_ITS_WAY -> ExitStatus.ON_ITS_WAY;
            case NOT_SENT -> ExitStatus.NOT_SENT;
            case WAITS_FOR_SOMEBODY -> ATTENTION;
        };
    }

    /** Why something was not done. */
    static ExitStatus of(MailroomException.Problem problem) {
        return switch (problem) {
            case NO_USER, NO_RECOVERY_ADDRESS, NO_FILE, WRONG -> WRONG_USE;
            case UNREACHABLE, TRY_LATER -> ExitStatus.UNREACHABLE;
            case TOKEN_REFUSED, NOT_ALLOWED -> ExitStatus.NOT_ALLOWED;
            case NO_ACCOUNT, NO_MAIL, CLIENT_OF_TYPE_WEB, NOT_VALIJA, REFUSED, DENIED -> FAILED;
        };
    }

    /** Why the database did not do what was asked. */
    static ExitStatus of(DatabaseException.Kind kind) {
        return switch (kind) {
            case LOCKED, UNAVAILABLE -> UNREACHABLE;
            case NOT_WRITABLE, OTHER -> FAILED;
        };
    }

    /** For the help of the whole command line. */
    static Map<String, String> explained(ResourceBundle words) {
        Map<String, String> explained = new LinkedHashMap<>();
        Stream.of(values()).forEach(status -> explained.put(" " + status.code, status.in(words)));
        return explained;
    }

    /** What it means, in the bundle's language. */
    String in(ResourceBundle words) {
        return words.getString("exit." + this);
    }
}
