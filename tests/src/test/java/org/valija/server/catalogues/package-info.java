/** Random inputs for what people bring in sheets. */
@NullMarked
package org.valija.server.catalogues;

import org.jspecify.annotations.NullMarked;
