/**
 * Copies of an installation and their way back: the database, and the key file apart from it. No console page belongs here.
 */
@NullMarked
package org.valija.server.backup;

import org.jspecify.annotations.NullMarked;
