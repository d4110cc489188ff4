/** Tests of stored files on both databases. */
@NullMarked
package org.valija.server.files;

import org.jspecify.annotations.NullMarked;
