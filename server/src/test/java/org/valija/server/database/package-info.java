/** Databases for the tests of all features. */
@NullMarked
package org.valija.server.database;

import org.jspecify.annotations.NullMarked;
