@NullMarked
package org.valija.server.consent;

import org.jspecify.annotations.NullMarked;
