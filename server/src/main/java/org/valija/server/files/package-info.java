/** Files that come from elsewhere: their names and kinds, and their octets in rows of a table. */
@NullMarked
package org.valija.server.files;

import org.jspecify.annotations.NullMarked;
