/**
 * The second factor: codes of an authenticator app (TOTP, RFC 6238) beside the key, and the recovery codes in their place. Who
 * must have one is the profile's to say; whoever has one enters with it, also after recovering a key.
 */
@NullMarked
package org.valija.server.secondfactor;

import org.jspecify.annotations.NullMarked;
