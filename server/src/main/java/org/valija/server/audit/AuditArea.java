package org.valija.server.audit;

/** What an action is about; people look for actions by it. The names stand in the database and are kept for ever. */
public enum AuditArea {
    ENTRY,
    KEYS,
    USERS,
    ACCOUNTS,
    PROGRAMS,
    MAIL,
    DOCUMENTS,
    CATALOGUES,
    SETTINGS,
    INSTALLATION
}
