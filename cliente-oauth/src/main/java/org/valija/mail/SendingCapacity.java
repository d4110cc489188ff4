package org.valija.mail;

/**
 * How much of one account's mail may be under way at one time.
 *
 * @param connections that its provider bears
 * @param together mails that are handed to one connection at once; after a cut the state of so many may be unknown
 */
public record SendingCapacity(int connections, int together) {}
