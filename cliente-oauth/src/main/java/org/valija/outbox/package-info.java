/**
 * The durable queue that everything leaves through: what was accepted is sent, or somebody is told why not. Asks
 * {@code org.valija.mail} to deliver.
 */
@NullMarked
package org.valija.outbox;

import org.jspecify.annotations.NullMarked;
