/** TLS and proxies, over real sockets. */
@NullMarked
package org.valija.server.tls;

import org.jspecify.annotations.NullMarked;
