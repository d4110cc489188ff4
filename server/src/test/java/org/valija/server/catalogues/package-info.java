/** Tests of this feature: its tables on both databases, its parts, and its pages in a running service. */
@NullMarked
package org.valija.server.catalogues;

import org.jspecify.annotations.NullMarked;
