/** The simulator's own certificate authority and the certificates it shows, good and bad ones. */
@NullMarked
package org.valija.simulator.tls;

import org.jspecify.annotations.NullMarked;
