/** What is done with words wherever people look for something. Knows no feature. */
@NullMarked
package org.valija.server.text;

import org.jspecify.annotations.NullMarked;
