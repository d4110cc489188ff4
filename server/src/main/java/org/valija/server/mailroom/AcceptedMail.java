package org.valija.server.mailroom;

import java.util.OptionalInt;

/**
 * A mail that was accepted.
 *
 * @param id by which it is asked for; that of the first time, where it was accepted before under its key
 * @param nodes processes that deliver now; where there are none, it waits for one. Empty where that cannot be told
 */
public record AcceptedMail(long id, OptionalInt nodes) {}
