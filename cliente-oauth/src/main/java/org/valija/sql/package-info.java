/**
 * What SQLite and PostgreSQL do differently, in one place: transactions, instants, generated keys, the schema's scripts.
 *
 * <p>Table classes live with their feature, not here.
 */
@NullMarked
package org.valija.sql;

import org.jspecify.annotations.NullMarked;
