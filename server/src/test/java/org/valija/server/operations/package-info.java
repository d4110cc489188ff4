/** Tests of what an operator sees. */
@NullMarked
package org.valija.server.operations;

import org.jspecify.annotations.NullMarked;
