/** Contract tests of the outbox on both databases. */
@NullMarked
package org.valija.outbox;

import org.jspecify.annotations.NullMarked;
