/** Random inputs for files that come in. */
@NullMarked
package org.valija.server.documents;

import org.jspecify.annotations.NullMarked;
