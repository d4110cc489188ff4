/** Bulk deliveries: their tables, and the whole service with a thousand of them. */
@NullMarked
package org.valija.server.bulk;

import org.jspecify.annotations.NullMarked;
