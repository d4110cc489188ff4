/**
 * The mail the simulator accepted: kept byte for byte, waited for by tests, shown on pages. Its small MIME reader is its
 * own, so that a fault in Valija's writer is not hidden by the same fault in the reader.
 */
@NullMarked
package org.valija.simulator.inbox;

import org.jspecify.annotations.NullMarked;
