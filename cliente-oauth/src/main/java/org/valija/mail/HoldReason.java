package org.valija.mail;

/** Whose turn it is before a mail can leave, although nothing is wrong with the mail. */
public enum HoldReason {
    /** The user must authenticate (again). */
    NEEDS_AUTHENTICATION,
    /** The administrator must mend the OAuth client. */
    NEEDS_ADMIN,
    /** The provider takes no more from this account for now. */
    QUOTA_REACHED,
    /** Submission by SMTP is turned off for the mailbox or its tenant. */
    SUBMISSION_DISABLED,
    /** The account may not send under this From. */
    SENDER_NOT_ALLOWED,
    /** What was granted does not cover sending: the user must authenticate again and leave every box ticked. */
    PERMISSION_MISSING,
    /** The provider's API is not enabled in the OAuth client's project: the administrator's turn. */
    API_DISABLED,
    /** The account exists and has no mailbox at the provider. */
    MAILBOX_MISSING,
    /** The provider, or the account's own administrator there, does not let this program in. */
    ACCESS_BLOCKED
}
