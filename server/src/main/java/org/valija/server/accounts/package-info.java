/**
 * Mail accounts: the option <em>Autenticar con OAuth (Gmail)</em>, the button <em>Autenticar</em>, the way back from the
 * provider, and the state of each authorisation with what to do about it.
 */
@NullMarked
package org.valija.server.accounts;

import org.jspecify.annotations.NullMarked;
