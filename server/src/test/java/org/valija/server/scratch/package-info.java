@NullMarked
package org.valija.server.scratch;

import org.jspecify.annotations.NullMarked;
