package org.valija.mail;

/**
 * A mail ready for the wire.
 *
 * @param envelope who sends to whom
 * @param content its octets; can be opened until its outcome is told
 * @param listener hears how it goes on
 */
public record Parcel(Envelope envelope, MailContent content, DeliveryListener listener) {}
