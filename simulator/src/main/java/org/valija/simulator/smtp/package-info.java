/**
 * The simulated SMTP submission server: RFC 5321 with the extensions a client can profit from, strict about tokens,
 * pipelining and line ends, and able to misbehave on purpose. {@link SimulatedSmtp} is what a test drives.
 */
@NullMarked
package org.valija.simulator.smtp;

import org.jspecify.annotations.NullMarked;
