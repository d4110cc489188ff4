package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What an id token must say before its address is believed (OpenID Connect Core §3.1.3.7). */
class IdentitiesTest {

    private static final OAuthClient CLIENT =
            OAuthClient.desktop(Provider.GMAIL, "a-client.example", Secret.of("a-client-secret"));
    private static final String NONCE = "of-this-request";

    private final MutableClock clock = new MutableClock();

    @Test
    void theAddressOfAnIdTokenThatAnswersThisRequestIsBelieved() {
        assertThat(email(claims -> claims)).isEqualTo("juan@empresa.mx");
    }

    @Test
    void anIdTokenOfAnotherRequestIsNot() {
        assertRefused(() -> email(claims -> claims.claim("nonce", "of-another-request")), "another request");
        assertRefused(() -> email(claims -> claims.claim("nonce", null)), "another request");
    }

    @Test
    void anIdTokenForAnotherClientIsNot() {
        assertRefused(() -> email(claims -> claims.audience("another.example")), "another client");
    }

    @Test
    void anIdTokenOfAnotherIssuerIsNot() {
        assertRefused(() -> email(claims -> claims.issuer("https://elsewhere.example")), "another issuer");
    }

    @Test
    void anIdTokenThatIsOverPointsAtTheClock() {
        assertRefused(
                () -> email(claims ->
                        claims.expirationTime(Date.from(clock.instant().minus(Duration.ofMinutes(6))))),
                "clock");
        assertRefused(() -> email(claims -> claims.expirationTime(null)), "clock");
    }

    private static void assertRefused(ThrowingCallable call, String why) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AuthorizationException.class, refused -> {
            assertThat(refused.problem()).isEqualTo(AuthorizationProblem.IDENTITY_UNKNOWN);
            assertThat(refused.detail()).contains(why);
        });
    }

    private String email(UnaryOperator<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer("https://accounts.google.com")
                .audience(CLIENT.clientId())
                .claim("nonce", NONCE)
                .claim("email", "juan@empresa.mx")
                .expirationTime(Date.from(clock.instant().plus(Duration.ofHours(1))));
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256), change.apply(claims).build());
        try {
            // Who signed does not matter: it comes from the provider's own endpoint.
            token.sign(new MACSigner(new byte[32]));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        RefreshOutcome.Tokens tokens = new RefreshOutcome.Tokens(
                Secret.of("an-access-token"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Secret.of(token.serialize())));
        return new Identities(
                        request -> {
                            throw new IOException("nobody asks userinfo");
                        },
                        clock)
                .email(Provider.gmail(), CLIENT, tokens, NONCE);
    }
}
