@NullMarked
package org.valija.server.printing;

import org.jspecify.annotations.NullMarked;
