/** The service's database: which one, how it is opened, and its tables brought up to date. */
@NullMarked
package org.valija.server.database;

import org.jspecify.annotations.NullMarked;
