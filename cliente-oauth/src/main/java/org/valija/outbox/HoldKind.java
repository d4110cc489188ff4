package org.valija.outbox;

/** Why a mail is held although nothing is wrong with it, or whose turn it is. The names stand in the database. */
public enum HoldKind {
    /** Its account's user must authenticate; released when that is done. */
    NEEDS_AUTHENTICATION,
    /** The administrator must mend something; tried again from time to time. */
    NEEDS_ADMIN,
    /** The provider takes no more from the account for now; released when the quota allows. */
    QUOTA_REACHED,
    /** The provider or the way to it is away; tried again from time to time. */
    PROVIDER_DOWN,
    /** The account may not send under this mail's From; the account's other mail goes on. */
    SENDER_NOT_ALLOWED,
    /** A person held it. */
    BY_HAND
}
