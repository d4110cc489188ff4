package org.valija.server.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.oauth.AccessToken;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthDiagnoses;
import org.valija.oauth.Provider;
import org.valija.oauth.ProviderProbe.Identity;
import org.valija.oauth.SealBrokenException;
import org.valija.oauth.TokenResult;
import org.valija.oauth.TransportKind;
import org.valija.server.accounts.Accounts;

/** The stored permission: its state, what it covers, whether it renews, and whose it is. Thread-safe. */
final class AccountChecks {

    /** Google ends what an app in Testing was given after seven days; a day more leaves no doubt. */
    private static final Duration BEYOND_TESTING = Duration.ofDays(8);

    private final OAuth oauth;
    private final Accounts accounts;
    private final Clock clock;

    AccountChecks(OAuth oauth, Accounts accounts, Clock clock) {
        this.oauth = oauth;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** @return a token that the provider honours, as far as can be told */
    Optional<AccessToken> run(Patient patient, TransportKind road, boolean refresh, Consumer<Finding> tell) {
        if (patient.grant().isEmpty()) {
            tell.accept(Finding.problem(
                    Check.GRANT,
                    Diagnosis.of(Cause.NOT_CONNECTED).at(patient.provider().name())));
            skip(tell, Check.SCOPES, Check.PUBLISHING, Check.RENEWAL, Check.IDENTITY);
            return Optional.empty();
        }
        Grant grant = patient.grant().get();
        Optional<Diagnosis> trouble = trouble(grant);
        tell.accept(trouble.map(diagnosis -> Finding.problem(Check.GRANT, diagnosis))
                .orElseGet(() -> Finding.ok(Check.GRANT, "grant.ok", grant.connectedAt())));
        tell.accept(scopes(patient.provider(), road, grant));
        tell.accept(publishing(grant, trouble));
        if (trouble.isPresent()) {
            skip(tell, Check.RENEWAL, Check.IDENTITY);
            return Optional.empty();
        }
        Optional<AccessToken> token = renewal(patient.provider(), grant, refresh, tell);
        if (token.isEmpty()) {
            skip(tell, Check.IDENTITY);
            return token;
        }
        return identity(patient.provider(), grant, token.get(), tell);
    }

    /**
     * What the mail server, too, shall not go on without: another token after one that was refused.
     *
     * @param refused by somebody who should honour it
     */
    TokenResult replacement(AccessToken refused) {
        return oauth.vault().replacementFor(refused);
    }

    /** What is wrong with a token that did not come. */
    Diagnosis diagnose(Grant grant, TokenResult result) {
        String provider = accounts.providerName(grant.providerId());
        Diagnosis found = result.fold(
                usable -> Diagnosis.of(Cause.MAIL_TOKEN_REFUSED),
                notNow ->
                        OAuthDiagnoses.of(notNow.error().code(), notNow.error().detail()),
                needs -> now(grant)
                        .orElseGet(() -> OAuthDiagnoses.of(
                                needs.error().code(), needs.error().detail())),
                admin -> now(grant)
                        .orElseGet(() -> OAuthDiagnoses.of(
                                admin.error().code(), admin.error().detail())),
                disconnected -> Diagnosis.of(Cause.DISCONNECTED));
        return found.about(grant.email()).at(provider);
    }

    private Optional<Diagnosis> now(Grant grant) {
        return oauth.vault().grant(grant.id()).flatMap(accounts::diagnosis);
    }

    private Optional<Diagnosis> trouble(Grant grant) {
        return switch (grant.state()) {
            case CONNECTED -> Optional.empty();
            case NEEDS_AUTHENTICATION, NEEDS_ADMIN ->
                accounts.diagnosis(grant)
                        .or(() -> Optional.of(Diagnosis.of(
                                        grant.state() == GrantState.NEEDS_ADMIN
                                                ? Cause.CLIENT_NOT_ALLOWED
                                                : Cause.GRANT_REVOKED)
                                .about(grant.email())));
            case DISCONNECTED -> Optional.of(Diagnosis.of(Cause.DISCONNECTED).about(grant.email()));
        };
    }

    private static Finding scopes(Provider provider, TransportKind road, Grant grant) {
        Set<String> missing = provider.missing(road, grant.scopes());
        return missing.isEmpty()
                ? Finding.ok(Check.SCOPES, "scopes.ok", String.join(" ", new TreeSet<>(grant.scopes())))
                : Finding.problem(
                        Check.SCOPES,
                        Diagnosis.of(Cause.SCOPE_MISSING)
                                .about(grant.email())
                                .at(provider.name())
                                .naming(String.join(" ", missing)));
    }

    private static Finding publishing(Grant grant, Optional<Diagnosis> trouble) {
        if (grant.providerId() != Provider.GMAIL) {
            return Finding.notChecked(Check.PUBLISHING, "publishing.other");
        }
        if (trouble.filter(found -> found.cause() == Cause.TESTING_EXPIRED).isPresent()) {
            return Finding.problem(Check.PUBLISHING, trouble.get());
        }
        Instant proof = grant.connectedAt().plus(BEYOND_TESTING);
        return grant.lastRefreshedAt().filter(proof::isBefore).isPresent()
                ? Finding.ok(Check.PUBLISHING, "publishing.ok")
                : Finding.notChecked(Check.PUBLISHING, "publishing.young", grant.connectedAt());
    }

    private Optional<AccessToken> renewal(Provider provider, Grant grant, boolean wanted, Consumer<Finding> tell) {
        Instant staleFrom = clock.instant().plus(provider.earlyMargin());
        boolean due = wanted || grant.expiresAt().filter(staleFrom::isBefore).isEmpty();
        try {
            TokenResult held = oauth.vault().accessToken(grant.id());
            TokenResult result = due && held instanceof TokenResult.Usable usable && !renewedSince(grant)
                    ? oauth.vault().replacementFor(usable.token())
                    : held;
            return renewed(grant, due, result, tell);
        } catch (SealBrokenException e) {
            tell.accept(Finding.problem(Check.RENEWAL, e.diagnosis().about(grant.email())));
            return Optional.empty();
        }
    }

    private Optional<AccessToken> renewed(Grant grant, boolean due, TokenResult result, Consumer<Finding> tell) {
        if (!(result instanceof TokenResult.Usable usable)) {
            tell.accept(Finding.problem(Check.RENEWAL, diagnose(grant, result)));
            return Optional.empty();
        }
        if (!due) {
            tell.accept(Finding.notChecked(
                    Check.RENEWAL, "renewal.fresh", usable.token().expiresAt()));
        } else if (renewedSince(grant)) {
            tell.accept(Finding.ok(Check.RENEWAL, "renewal.ok", usable.token().expiresAt()));
        } else {
            // It failed, and the token that is held still serves for a while.
            tell.accept(Finding.problem(Check.RENEWAL, now(grant).orElseGet(() -> Diagnosis.of(Cause.PROVIDER_ERROR))));
        }
        return Optional.of(usable.token());
    }

    private boolean renewedSince(Grant seen) {
        return !oauth.vault().grant(seen.id()).flatMap(Grant::lastRefreshedAt).equals(seen.lastRefreshedAt());
    }

    private Optional<AccessToken> identity(Provider provider, Grant grant, AccessToken token, Consumer<Finding> tell) {
        Optional<Identity> asked = oauth.probe().identity(provider, token);
        if (asked.isEmpty()) {
            tell.accept(Finding.notChecked(Check.IDENTITY, "identity.none", provider.name()));
            return Optional.of(token);
        }
        if (asked.get().tokenRefused()) {
            TokenResult again = replacement(token);
            if (!(again instanceof TokenResult.Usable usable)) {
                tell.accept(Finding.problem(Check.IDENTITY, diagnose(grant, again)));
                return Optional.empty();
            }
            tell.accept(identity(
                    provider,
                    grant,
                    oauth.probe().identity(provider, usable.token()).orElseThrow()));
            return Optional.of(usable.token());
        }
        tell.accept(identity(provider, grant, asked.get()));
        return Optional.of(token);
    }

    private static Finding identity(Provider provider, Grant grant, Identity identity) {
        if (identity.email().isEmpty()) {
            Diagnosis why = identity.failure().orElseGet(() -> Diagnosis.of(Cause.IDENTITY_UNKNOWN));
            return Finding.problem(Check.IDENTITY, why.about(grant.email()).at(provider.name()));
        }
        String email = identity.email().get();
        return email.equals(grant.email())
                ? Finding.ok(Check.IDENTITY, "identity.ok", email)
                : Finding.problem(
                        Check.IDENTITY,
                        Diagnosis.of(Cause.OTHER_IDENTITY)
                                .about(grant.email())
                                .at(provider.name())
                                .naming(email));
    }

    private static void skip(Consumer<Finding> tell, Check... checks) {
        for (Check check : checks) {
            tell.accept(Finding.notChecked(check, "skipped"));
        }
    }
}
