package org.valija.server.consent;

import java.time.Duration;
import java.util.Optional;

/**
 * What is to be authorised, and who asks.
 *
 * @param asker as in {@link ConsentLink}
 * @param email in lower case
 * @param life how long the link is good
 */
public record NewConsent(
        ConsentOrigin origin,
        Optional<Long> tokenId,
        String asker,
        String userCode,
        int providerId,
        String email,
        Duration life) {

    /** Asked for by a program. */
    public static NewConsent ofProgram(
            long tokenId, String program, String userCode, int providerId, String email, Duration life) {
        return new NewConsent(ConsentOrigin.PROGRAM, Optional.of(tokenId), program, userCode, providerId, email, life);
    }
}
