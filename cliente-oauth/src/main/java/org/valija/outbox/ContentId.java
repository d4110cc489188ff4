package org.valija.outbox;

/**
 * Octets that lie in the database and wait for a mail to refer to them.
 *
 * @param id of the content
 * @param octets how many
 * @param needsSmtpUtf8 whether only SMTPUTF8 carries them
 */
public record ContentId(long id, long octets, boolean needsSmtpUtf8) {}
