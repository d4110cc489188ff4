/** Who gets to a page at all: entering, headers, the addresses the console answers to. */
@NullMarked
package org.valija.server.security;

import org.jspecify.annotations.NullMarked;
