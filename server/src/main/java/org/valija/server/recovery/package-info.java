/**
 * <em>Recuperar clave</em>: who has forgotten the key gets a link by mail that lets them set a new one, once; and the system
 * mailbox that such mail leaves from. Nothing that a stranger sees or measures here tells which users exist.
 */
@NullMarked
package org.valija.server.recovery;

import org.jspecify.annotations.NullMarked;
