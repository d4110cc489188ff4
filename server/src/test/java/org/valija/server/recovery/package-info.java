/** Tests of this feature, its pages too. */
@NullMarked
package org.valija.server.recovery;

import org.jspecify.annotations.NullMarked;
