/** Tests of the message, the wire and the outcomes, over real sockets. */
@NullMarked
package org.valija.mail;

import org.jspecify.annotations.NullMarked;
