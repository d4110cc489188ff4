package org.valija.server.sheets;

import java.util.List;

/** A file that is no sheet, or one beyond the bounds. It is said to a person by the words under {@link #key}. */
public final class UnreadableSheetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient List<Object> arguments;

    /** What is wrong with it. */
    public enum Reason {
        /** There is nothing in it. */
        EMPTY,
        /** More octets than a file may have; the argument says how many megabytes. */
        TOO_LARGE,
        /** Excel's old format, or a workbook that is locked with a password. */
        OLD_EXCEL,
        /** A PDF, whatever its name. */
        PDF,
        /** A web page, as some programs write in place of a sheet. */
        WEB_PAGE,
        /** Neither text nor a workbook. */
        NOT_A_SHEET,
        /** Text in an encoding that is none of those known. */
        ENCODING,
        /** A quote that does not end, or has text after it; the argument is the line. */
        QUOTES,
        /** An archive that is no workbook. */
        NOT_A_WORKBOOK,
        /** A workbook with a part that cannot be read. */
        DAMAGED,
        /** An archive that would become far too large. */
        EXPANDS,
        /** A workbook whose XML brings a document type, which no program for sheets writes. */
        DOCUMENT_TYPE,
        /** The argument is how many there may be. */
        TOO_MANY_ROWS,
        /** The argument is how many there may be. */
        TOO_MANY_COLUMNS,
        /** The argument is how long it may be. */
        CELL_TOO_LONG
    }

    UnreadableSheetException(Reason reason, Object... arguments) {
        super("unreadable sheet: " + reason);
        this.reason = reason;
        this.arguments = List.of(arguments);
    }

    UnreadableSheetException(Reason reason, Throwable cause) {
        super("unreadable sheet: " + reason, cause);
        this.reason = reason;
        this.arguments = List.of();
    }

    public Reason reason() {
        return reason;
    }

    /** Of the words in the bundles that say what happened; {@code .do} after it is what to do. */
    public String key() {
        return "error.sheet." + reason;
    }

    /** Of the words. */
    public Object[] arguments() {
        return arguments.toArray();
    }
}
