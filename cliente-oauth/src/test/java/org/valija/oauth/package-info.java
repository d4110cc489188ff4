/** Tests of the OAuth half against the simulator, on both databases. */
@NullMarked
package org.valija.oauth;

import org.jspecify.annotations.NullMarked;
