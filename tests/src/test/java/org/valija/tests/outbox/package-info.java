/**
 * The outbox under processes: nodes of their own on one database, with mail handed in from all sides. What they promise is
 * read from the outbox's own records afterwards.
 *
 * <p>{@code -Dvalija.enqueues=N} says how many mails race for a wake-up on each database, 5,000 unless told;
 * {@code -Dvalija.large=N} how many large ones go through a small heap, 100 unless told.
 */
@NullMarked
package org.valija.tests.outbox;

import org.jspecify.annotations.NullMarked;
