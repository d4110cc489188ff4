package org.valija.oauth;

import java.time.Instant;

/**
 * The last thing that went wrong with a grant.
 *
 * @param code the provider's code where it gave one ({@code invalid_grant}), else one of ours ({@code unreachable})
 * @param detail the provider's words, cut to a length that can be shown; never a secret
 * @param at when
 */
public record GrantError(String code, String detail, Instant at) {}
