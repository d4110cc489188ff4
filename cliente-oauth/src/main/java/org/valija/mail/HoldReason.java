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
    SENDER_NOT_ALLOWED
}
