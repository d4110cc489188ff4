/** Fuzzers of what mail servers say and of what users write into headers. */
@NullMarked
package org.valija.mail;

import org.jspecify.annotations.NullMarked;
