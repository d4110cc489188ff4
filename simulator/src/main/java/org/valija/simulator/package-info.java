/**
 * A Google and an SMTP server on loopback, strict where the real ones are strict, and able to fail as they fail.
 *
 * <p>No framework, nothing of Valija's own library: what it checks, it checks by itself.
 */
@NullMarked
package org.valija.simulator;

import org.jspecify.annotations.NullMarked;
