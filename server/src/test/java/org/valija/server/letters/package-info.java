@NullMarked
package org.valija.server.letters;

import org.jspecify.annotations.NullMarked;
