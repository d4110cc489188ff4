package org.valija.server.audit;

/**
 * What was done. The subject that belongs to each stands in brackets: it is a code, a name, an address or a number by which
 * people know the record. The names stand in the database and are kept for ever.
 */
public enum AuditAction {
    /** Somebody entered [user]. */
    ENTERED(AuditArea.ENTRY),
    /** Somebody was not let in [user, or nothing where there is no such user: a key may stand in the wrong field]. */
    ENTRY_REFUSED(AuditArea.ENTRY),
    /** Key right, second factor wrong [user]. */
    SECOND_FACTOR_REFUSED(AuditArea.ENTRY),
    /** Somebody left [user]. */
    LEFT(AuditArea.ENTRY),
    /** A session was ended by somebody, or with others [user]. */
    SESSIONS_ENDED(AuditArea.ENTRY),
    /** Somebody asked for what they may not do [the page's address]. */
    ACCESS_REFUSED(AuditArea.ENTRY),

    /** Somebody changed their own key [user]. */
    KEY_CHANGED(AuditArea.KEYS),
    /** A key was set without the old one: by the link of a mail, by who administers, or by a command [user]. */
    KEY_RESET(AuditArea.KEYS),
    /** A mail with the link to a new key was asked for [user]. */
    KEY_RECOVERY_ASKED(AuditArea.KEYS),
    /** The second factor was switched on [user]. */
    SECOND_FACTOR_ON(AuditArea.KEYS),
    /** The second factor was switched off [user]. */
    SECOND_FACTOR_OFF(AuditArea.KEYS),
    /** New recovery codes of the second factor were made [user]. */
    RECOVERY_CODES_MADE(AuditArea.KEYS),
    /** One of the recovery codes was used in the second factor's place [user]. */
    RECOVERY_CODE_USED(AuditArea.KEYS),

    /** [user] */
    USER_CREATED(AuditArea.USERS),
    /** [user] */
    USER_CHANGED(AuditArea.USERS),
    /** [user] */
    USER_DELETED(AuditArea.USERS),
    /** [profile's name] */
    PROFILE_CREATED(AuditArea.USERS),
    /** [profile's name] */
    PROFILE_CHANGED(AuditArea.USERS),
    /** [profile's name] */
    PROFILE_DELETED(AuditArea.USERS),
    /** A mailbox was shared, or is not any more [address]. */
    MAILBOX_SHARED(AuditArea.USERS),

    /** Somebody pressed <em>Autenticar</em> [address]. */
    AUTHENTICATION_BEGUN(AuditArea.ACCOUNTS),
    /** The account was connected [address]. */
    ACCOUNT_CONNECTED(AuditArea.ACCOUNTS),
    /** The provider, or we, refused [address]. */
    AUTHENTICATION_FAILED(AuditArea.ACCOUNTS),
    /** Somebody pressed <em>Desconectar</em> [address]. */
    ACCOUNT_DISCONNECTED(AuditArea.ACCOUNTS),
    /** Its mail takes another road now [address]. */
    ACCOUNT_CHANGED(AuditArea.ACCOUNTS),
    /** A mailbox's owner was asked by mail to authorise it [address]. */
    CONSENT_ASKED(AuditArea.ACCOUNTS),
    /** The owner authorised it [address]. */
    CONSENT_GIVEN(AuditArea.ACCOUNTS),
    /** The owner refused, or the request was taken back [address]. */
    CONSENT_WITHDRAWN(AuditArea.ACCOUNTS),

    /** [token's name] */
    TOKEN_CREATED(AuditArea.PROGRAMS),
    /** [token's name] */
    TOKEN_REVOKED(AuditArea.PROGRAMS),
    /** A program began an authorisation [address]. */
    AUTHORIZATION_BEGUN(AuditArea.PROGRAMS),

    /** Mails were released by hand [mail's number, or account's address]. */
    MAIL_RELEASED(AuditArea.MAIL),
    /** [mail's number] */
    MAIL_CANCELLED(AuditArea.MAIL),
    /** [mail's number] */
    MAIL_RETRIED(AuditArea.MAIL),
    /** It arrived, as somebody has found out [mail's number]. */
    MAIL_SETTLED(AuditArea.MAIL),
    /** Mail is held by hand [mail's number, or account's address]. */
    MAIL_HELD(AuditArea.MAIL),
    /** [batch's name] */
    BULK_STARTED(AuditArea.MAIL),
    /** [batch's name] */
    BULK_PAUSED(AuditArea.MAIL),
    /** [batch's name] */
    BULK_RESUMED(AuditArea.MAIL),
    /** [batch's name] */
    BULK_STOPPED(AuditArea.MAIL),
    /** It was forgotten before it was started [batch's name]. */
    BULK_DISCARDED(AuditArea.MAIL),

    /** [document's number] */
    DOCUMENT_CREATED(AuditArea.DOCUMENTS),
    /** [document's number] */
    DOCUMENT_CHANGED(AuditArea.DOCUMENTS),
    /** [document's number] */
    DOCUMENT_DELETED(AuditArea.DOCUMENTS),

    /** [company] */
    COMPANY_CREATED(AuditArea.CATALOGUES),
    /** [company] */
    COMPANY_CHANGED(AuditArea.CATALOGUES),
    /** [beneficiary] */
    BENEFICIARY_CREATED(AuditArea.CATALOGUES),
    /** [beneficiary] */
    BENEFICIARY_CHANGED(AuditArea.CATALOGUES),
    /** [beneficiary] */
    BENEFICIARY_DELETED(AuditArea.CATALOGUES),
    /** A file was read into the catalogue [file's name]. */
    BENEFICIARIES_IMPORTED(AuditArea.CATALOGUES),
    /** The text of mails of one kind of document [kind]. */
    TEMPLATE_CHANGED(AuditArea.CATALOGUES),

    /** The OAuth client of a provider [provider]. */
    CLIENT_CHANGED(AuditArea.SETTINGS),
    /** Where the links to keys leave from [address]. */
    SYSTEM_MAILBOX_CHANGED(AuditArea.SETTINGS),
    /** Who is alerted, and how. */
    ALERTS_CHANGED(AuditArea.SETTINGS),
    /** Whatever else may be set [what]. */
    SETTING_CHANGED(AuditArea.SETTINGS),

    /** The audit itself was taken out as a file [file's name]. */
    AUDIT_EXPORTED(AuditArea.INSTALLATION),
    /** [folder] */
    BACKUP_MADE(AuditArea.INSTALLATION),
    /** [folder] */
    BACKUP_RESTORED(AuditArea.INSTALLATION),
    /** [key's id] */
    VAULT_KEY_ADDED(AuditArea.INSTALLATION),
    /** [key's id] */
    VAULT_KEY_MADE_PRIMARY(AuditArea.INSTALLATION),
    /** [key's id] */
    VAULT_KEY_RETIRED(AuditArea.INSTALLATION),
    /** What older keys seal was sealed anew. */
    VAULT_REENCRYPTED(AuditArea.INSTALLATION),
    /** The key file is encrypted by a key service [the key's address]. */
    VAULT_WRAPPED(AuditArea.INSTALLATION),
    /** The key file stands in clear again. */
    VAULT_UNWRAPPED(AuditArea.INSTALLATION);

    private final AuditArea area;

    AuditAction(AuditArea area) {
        this.area = area;
    }

    public AuditArea area() {
        return area;
    }
}
