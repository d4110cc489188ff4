/** Values that are given out and of which the hash alone is kept. */
@NullMarked
package org.valija.server.secrets;

import org.jspecify.annotations.NullMarked;
