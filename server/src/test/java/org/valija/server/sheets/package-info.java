/** Sheets as people bring them, good and bad, and as they are given out. */
@NullMarked
package org.valija.server.sheets;

import org.jspecify.annotations.NullMarked;
