/**
 * Sheets that people bring and take, CSV and XLSX: read within bounds, whatever a file holds, and written so that no cell becomes
 * a formula. What the cells mean is for others to know.
 */
@NullMarked
package org.valija.server.sheets;

import org.jspecify.annotations.NullMarked;
