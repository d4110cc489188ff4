/**
 * The simulated Google: authorization page, token, revocation, user information and discovery endpoints, and
 * Gmail's API as far as it sends; strict where Google is strict. {@link SimulatedGoogle} is what a test drives; nothing here knows of SMTP.
 */
@NullMarked
package org.valija.simulator.google;

import org.jspecify.annotations.NullMarked;
