@NullMarked
package org.valija.server.delivery;

import org.jspecify.annotations.NullMarked;
