/**
 * Alerts: what somebody must hear of, told once while it lasts, in the console, by mail from an account that is well, and by a
 * signed webhook. What happened is found by looking at how things are, so that a node that dies meanwhile hides nothing.
 */
@NullMarked
package org.valija.server.alerts;

import org.jspecify.annotations.NullMarked;
