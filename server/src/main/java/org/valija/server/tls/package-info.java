/** TLS of the console: its certificate and its renewal, the way from http to it, and what a proxy before it may tell. */
@NullMarked
package org.valija.server.tls;

import org.jspecify.annotations.NullMarked;
