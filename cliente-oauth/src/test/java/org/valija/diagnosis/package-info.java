@NullMarked
package org.valija.diagnosis;

import org.jspecify.annotations.NullMarked;
