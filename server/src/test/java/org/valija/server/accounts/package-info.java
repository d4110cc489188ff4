/** Tests of the accounts' parts that need no console. */
@NullMarked
package org.valija.server.accounts;

import org.jspecify.annotations.NullMarked;
