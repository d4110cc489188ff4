/** Tests of the database layer, and the databases that all tests of the library run on. */
@NullMarked
package org.valija.sql;

import org.jspecify.annotations.NullMarked;
