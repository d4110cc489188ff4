/** Fuzzers of what providers, browsers and the database give us. */
@NullMarked
package org.valija.oauth;

import org.jspecify.annotations.NullMarked;
