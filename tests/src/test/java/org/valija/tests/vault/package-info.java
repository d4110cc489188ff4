/**
 * The token vault under threads, processes and kills: real databases, the simulated provider, and nodes that are processes
 * of their own, so that a killed one is killed by the system (SIGKILL) and not by a thrown exception.
 *
 * <p>{@code -Dvalija.rounds=N} says how often each case is repeated; a few times unless told.
 */
@NullMarked
package org.valija.tests.vault;

import org.jspecify.annotations.NullMarked;
