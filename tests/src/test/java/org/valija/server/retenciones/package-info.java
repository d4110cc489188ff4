@NullMarked
package org.valija.server.retenciones;

import org.jspecify.annotations.NullMarked;
