/**
 * OAuth 2.0: providers, the ways to obtain a grant, the token vault over table {@code Emails}, and renewal.
 *
 * <p>What belongs here speaks of principals, grants and tokens. It knows nothing of mail: who wants to hear that a
 * grant died or came back registers a {@link org.valija.oauth.GrantListener}.
 */
@NullMarked
package org.valija.oauth;

import org.jspecify.annotations.NullMarked;
