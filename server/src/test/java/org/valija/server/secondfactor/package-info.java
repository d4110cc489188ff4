/** Tests of the second factor. */
@NullMarked
package org.valija.server.secondfactor;

import org.jspecify.annotations.NullMarked;
