/**
 * Consent by link: a person authorises a mailbox in any browser, without entering the console, because somebody who may asked
 * for it: a program with a token, an administrator by mail, or an alert. The address that is opened is the permission, for one
 * mailbox of one user, once.
 */
@NullMarked
package org.valija.server.consent;

import org.jspecify.annotations.NullMarked;
