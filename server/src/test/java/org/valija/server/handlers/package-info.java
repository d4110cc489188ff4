/** Every handler of the running service is called as strangers, other users and broken programs would; new ones too. */
@NullMarked
package org.valija.server.handlers;

import org.jspecify.annotations.NullMarked;
