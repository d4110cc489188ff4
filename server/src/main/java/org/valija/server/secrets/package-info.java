/** Values that are given out and of which the hash alone is kept, and the columns of those that are sealed. */
@NullMarked
package org.valija.server.secrets;

import org.jspecify.annotations.NullMarked;
