/**
 * The outbox at the console: delivers on this node from the service's start to its end, and is the page <em>Bandeja de
 * salida</em>, where people see what leaves, what waits and why, and act on it.
 */
@NullMarked
package org.valija.server.outbox;

import org.jspecify.annotations.NullMarked;
