/** The user catalogue: who may enter, with which key, and who may change it. */
@NullMarked
package org.valija.server.users;

import org.jspecify.annotations.NullMarked;
