/** Where the service keeps files for the time of a request: below its data folder, its owner's alone, and gone with its process. */
@NullMarked
package org.valija.server.scratch;

import org.jspecify.annotations.NullMarked;
