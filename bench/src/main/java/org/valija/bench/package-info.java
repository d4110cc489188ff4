/** Measurements beside the peers, in the same run; ratios, not promises. */
@NullMarked
package org.valija.bench;

import org.jspecify.annotations.NullMarked;
