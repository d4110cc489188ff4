/** Tests of this feature's parts; that any node serves any page is tested with two of them. */
@NullMarked
package org.valija.server.sessions;

import org.jspecify.annotations.NullMarked;
