package org.valija.server.audit;

/**
 * What more is said of an action. Each says what its value looks like; a value that does not is kept as {@code •••}, so that
 * no secret gets in by mistake. The names stand in the database and are kept for ever.
 */
public enum AuditDetail {
    /** A user's code, where the subject is something else. */
    USER(Form.CODE),
    PROFILE(Form.NAME),
    NAME(Form.NAME),
    COMPANY(Form.NAME),
    BENEFICIARY(Form.NAME),
    ADDRESS(Form.ADDRESS),
    /** What was there before. */
    PREVIOUS_ADDRESS(Form.ADDRESS),
    PROVIDER(Form.NAME),
    /** A public identifier, such as an OAuth client's. */
    CLIENT_ID(Form.CODE),
    /** Names of the fields that are different now; never what stands in them. */
    FIELDS(Form.WORDS),
    /** Functions and operations, or a token's scopes. */
    PERMISSIONS(Form.WORDS),
    /** Why, as a word that the program knows. */
    REASON(Form.WORD),
    /** By which means: a page, a link, a command. */
    MEANS(Form.WORD),
    STATE(Form.WORD),
    KIND(Form.WORD),
    NUMBER(Form.NAME),
    FORMAT(Form.WORD),
    FILE(Form.NAME),
    SUBJECT(Form.NAME),
    HOST(Form.CODE),
    /** How many records. */
    COUNT(Form.NUMBER),
    ADDED(Form.NUMBER),
    CHANGED(Form.NUMBER),
    /** How many were not taken, or are not right. */
    REFUSED(Form.NUMBER),
    SESSIONS(Form.NUMBER),
    ACTIVE(Form.WORD),
    SECOND_FACTOR(Form.WORD),
    EXPIRES(Form.MOMENT),
    FROM(Form.MOMENT),
    UNTIL(Form.MOMENT);

    private final Form form;

    AuditDetail(Form form) {
        this.form = form;
    }

    Form form() {
        return form;
    }

    /** What a value looks like. */
    enum Form {
        /** One short piece of text without blanks, as an identifier is. */
        CODE,
        /** What people call something. */
        NAME,
        ADDRESS,
        /** A constant of the program. */
        WORD,
        WORDS,
        NUMBER,
        MOMENT
    }
}
