package org.valija.simulator.google;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Codes, grants and tokens. One lock, so each request sees and leaves a consistent state:
 *
 * <ul>
 *   <li>a code works once, for 60 s, with its client, redirect address and verifier; a second use revokes its grant;
 *   <li>a token is live while it is not expired and its grant is not revoked.
 * </ul>
 */
final class Grants {

    private static final Duration CODE_LIFETIME = Duration.ofSeconds(60);

    private final Clock clock;
    private final Settings settings;
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, Access> accessTokens = new HashMap<>();
    private final Map<String, Refresh> refreshTokens = new HashMap<>();
    private final List<Grant> grants = new ArrayList<>();
    private final Set<List<String>> consents = new HashSet<>();

    Grants(Clock clock, Settings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /** Records the consent and issues a code for it. */
    synchronized String consent(AuthorizationRequest request, SimulatedAccount account, Set<String> scopes) {
        boolean first = consents.add(List.of(request.client().id(), account.address()));
        Grant grant = new Grant(request.client(), account, scopes, request.nonce());
        boolean refreshable = request.offline() && (first || request.consentPrompted());
        String code = RandomTexts.of("4/0A", 73);
        codes.put(
                code,
                new Code(grant, request.redirectUri(), request.codeChallenge(), refreshable, expiry(CODE_LIFETIME)));
        grants.add(grant);
        return code;
    }

    /** Redeems a code (RFC 6749 §4.1.3, RFC 7636 §4.6). */
    synchronized TokenAnswer redeem(
            SimulatedClient client, String value, Optional<URI> redirectUri, Optional<String> verifier) {
        Code code = codes.get(value);
        if (code == null || !code.grant.client().id().equals(client.id())) {
            throw OAuthError.invalidGrant("Malformed auth code.");
        }
        if (code.used) {
            code.grant.revoke();
            throw OAuthError.invalidGrant("Code was already redeemed.");
        }
        if (code.grant.isRevoked() || isPast(code.expiresAt)) {
            throw OAuthError.invalidGrant("Code has expired or was revoked.");
        }
        if (!redirectUri.equals(Optional.of(code.redirectUri))) {
            throw OAuthError.invalidGrant("redirect_uri differs from the authorization request.");
        }
        if (!verifier.map(Grants::challengeOf).equals(Optional.of(code.challenge))) {
            throw OAuthError.invalidGrant(verifier.isPresent() ? "Invalid code verifier." : "Missing code verifier.");
        }
        code.used = true;
        Optional<Duration> refreshLifetime = refreshLifetime(client);
        Optional<String> refresh = code.refreshable
                ? Optional.of(issueRefresh(code.grant, refreshLifetime.map(this::expiry)))
                : Optional.empty();
        return answer(code.grant, code.grant.scopes(), refresh, refreshLifetime, true);
    }

    /** Uses a refresh token (RFC 6749 §6), and replaces it where rotation is on. */
    synchronized TokenAnswer refresh(SimulatedClient client, String value, Set<String> requestedScopes) {
        Refresh refresh = refreshTokens.get(value);
        if (refresh == null) {
            throw OAuthError.invalidGrant("Bad Request");
        }
        if (!refresh.grant.client().id().equals(client.id())) {
            throw new OAuthError(401, "unauthorized_client", "Unauthorized");
        }
        Rotation rotation = settings.rotation;
        if (refresh.uses > 0 && !worksAgain(rotation, refresh)) {
            if (rotation.mode() == Rotation.Mode.STRICT || rotation.mode() == Rotation.Mode.REUSE) {
                refresh.grant.revoke();
            }
            throw OAuthError.invalidGrant("Token was already used.");
        }
        if (refresh.grant.isRevoked() || refresh.expiresAt.filter(this::isPast).isPresent()) {
            throw OAuthError.invalidGrant("Token has been expired or revoked.");
        }
        if (!refresh.grant.scopes().containsAll(requestedScopes)) {
            throw new OAuthError(400, "invalid_scope", "Some requested scopes were not granted.");
        }
        Set<String> scopes = requestedScopes.isEmpty() ? refresh.grant.scopes() : requestedScopes;
        Optional<String> replacement = Optional.empty();
        if (rotation.mode() != Rotation.Mode.OFF) {
            refresh.replacedAt = refresh.replacedAt.or(() -> Optional.of(clock.instant()));
            refresh.uses++;
            replacement = Optional.of(issueRefresh(refresh.grant, refresh.expiresAt));
        }
        Optional<Duration> left = refresh.expiresAt.map(end -> Duration.between(clock.instant(), end));
        return answer(refresh.grant, scopes, replacement, left, false);
    }

    /** What a resource server may know of a token: nothing, unless it is live. */
    synchronized Optional<AccessToken> live(String value) {
        Access access = accessTokens.get(value);
        if (access == null || access.expired || isPast(access.expiresAt) || access.grant.isRevoked()) {
            return Optional.empty();
        }
        return Optional.of(new AccessToken(access.grant.account(), access.scopes));
    }

    /** Revokes all that the user allowed this client, by any live token of it; false for a token that is not live. */
    synchronized boolean revokeByToken(String value) {
        Optional<Grant> grant = live(value)
                .flatMap(token -> Optional.ofNullable(accessTokens.get(value)))
                .map(access -> access.grant)
                .or(() -> Optional.ofNullable(refreshTokens.get(value))
                        .filter(refresh ->
                                refresh.expiresAt.filter(this::isPast).isEmpty())
                        .map(refresh -> refresh.grant)
                        .filter(owner -> !owner.isRevoked()));
        grant.ifPresent(owner -> revoke(owner.client().id(), owner.account().address()));
        return grant.isPresent();
    }

    synchronized void revokeAllOf(String address) {
        for (Grant grant : grants) {
            if (grant.account().address().equals(address)) {
                revoke(grant.client().id(), address);
            }
        }
    }

    synchronized void expireAccessTokens() {
        accessTokens.values().forEach(access -> access.expired = true);
    }

    private void revoke(String clientId, String address) {
        grants.stream().filter(grant -> grant.isOf(clientId, address)).forEach(Grant::revoke);
        consents.remove(List.of(clientId, address));
    }

    private TokenAnswer answer(
            Grant grant,
            Set<String> scopes,
            Optional<String> refresh,
            Optional<Duration> refreshLifetime,
            boolean fromCode) {
        Duration lifetime = settings.accessTokenLifetime;
        String access = RandomTexts.of("ya29.a0", settings.accessTokenLength);
        accessTokens.put(access, new Access(grant, scopes, expiry(lifetime)));
        return new TokenAnswer(grant, access, lifetime, refresh, refreshLifetime, scopes, fromCode);
    }

    private String issueRefresh(Grant grant, Optional<Instant> expiresAt) {
        String token = RandomTexts.of("1//0", 103);
        refreshTokens.put(token, new Refresh(grant, expiresAt));
        return token;
    }

    private Optional<Duration> refreshLifetime(SimulatedClient client) {
        return client.publishing() == SimulatedClient.Publishing.TESTING
                ? Optional.of(settings.testingRefreshLifetime)
                : Optional.empty();
    }

    /** Whether a token that was replaced still works. */
    private boolean worksAgain(Rotation rotation, Refresh refresh) {
        return switch (rotation.mode()) {
            case GRACE ->
                refresh.replacedAt
                        .filter(replaced -> !isPast(replaced.plus(rotation.grace())))
                        .isPresent();
            case REUSE -> refresh.uses == 1;
            case OFF, STRICT -> false;
        };
    }

    private boolean isPast(Instant end) {
        return !clock.instant().isBefore(end);
    }

    private Instant expiry(Duration lifetime) {
        return clock.instant().plus(lifetime);
    }

    private static String challengeOf(String verifier) {
        return Hashes.base64Url(Hashes.sha256(verifier.getBytes(StandardCharsets.US_ASCII)));
    }

    private static final class Code {

        private final Grant grant;
        private final URI redirectUri;
        private final String challenge;
        private final boolean refreshable;
        private final Instant expiresAt;
        private boolean used;

        private Code(Grant grant, URI redirectUri, String challenge, boolean refreshable, Instant expiresAt) {
            this.grant = grant;
            this.redirectUri = redirectUri;
            this.challenge = challenge;
            this.refreshable = refreshable;
            this.expiresAt = expiresAt;
        }
    }

    private static final class Access {

        private final Grant grant;
        private final Set<String> scopes;
        private final Instant expiresAt;
        private boolean expired;

        private Access(Grant grant, Set<String> scopes, Instant expiresAt) {
            this.grant = grant;
            this.scopes = scopes;
            this.expiresAt = expiresAt;
        }
    }

    private static final class Refresh {

        private final Grant grant;
        private final Optional<Instant> expiresAt;
        private Optional<Instant> replacedAt = Optional.empty();
        private int uses;

        private Refresh(Grant grant, Optional<Instant> expiresAt) {
            this.grant = grant;
            this.expiresAt = expiresAt;
        }
    }
}
