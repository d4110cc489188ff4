/** Tests of the façade and of the library's architecture. */
@NullMarked
package org.valija;

import org.jspecify.annotations.NullMarked;
