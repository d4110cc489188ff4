package org.valija.oauth;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;

/**
 * Names the cause behind what providers and networks say while authorising and renewing. The most exact signal counts:
 * Microsoft's AADSTS code, then the words of the description, then the OAuth error code. Stateless.
 */
public final class OAuthDiagnoses {

    /** Google ends the grants of an app in Testing seven days after consent (support.google.com/cloud/answer/10311615). */
    private static final Duration TESTING_LIFE = Duration.ofDays(7);

    /** A death is noticed at the next renewal: an hour later where mail is sent, after the weekend where it is not. */
    private static final Duration NOTICED_WITHIN = Duration.ofDays(3);

    /** The provider counts from its own clock, and from before the grant was stored. */
    private static final Duration TOLERANCE = Duration.ofHours(2);

    /** Google's six months without use, Microsoft's ninety days. */
    private static final Map<Integer, Duration> IDLE_LIMITS =
            Map.of(Provider.GMAIL, Duration.ofDays(180), Provider.MICROSOFT, Duration.ofDays(90));

    private static final String SEPARATOR = " · ";

    private static final Pattern AADSTS = Pattern.compile("AADSTS(\\d{5,7})");

    /** learn.microsoft.com/entra/identity-platform/reference-error-codes. */
    private static final Map<String, Cause> MICROSOFT = Map.ofEntries(
            Map.entry("50011", Cause.REDIRECT_NOT_REGISTERED),
            Map.entry("50020", Cause.TENANT_WRONG),
            Map.entry("50034", Cause.ACCOUNT_DISABLED),
            Map.entry("50053", Cause.ACCOUNT_DISABLED),
            Map.entry("50055", Cause.PASSWORD_CHANGED),
            Map.entry("50057", Cause.ACCOUNT_DISABLED),
            Map.entry("50058", Cause.REAUTHENTICATION_REQUIRED),
            Map.entry("50074", Cause.REAUTHENTICATION_REQUIRED),
            Map.entry("50076", Cause.REAUTHENTICATION_REQUIRED),
            Map.entry("50078", Cause.REAUTHENTICATION_REQUIRED),
            Map.entry("50079", Cause.REAUTHENTICATION_REQUIRED),
            Map.entry("50105", Cause.APP_BLOCKED),
            Map.entry("50132", Cause.PASSWORD_CHANGED),
            Map.entry("50133", Cause.PASSWORD_CHANGED),
            Map.entry("50158", Cause.REAUTHENTICATION_REQUIRED),
            Map.entry("50173", Cause.PASSWORD_CHANGED),
            Map.entry("50194", Cause.TENANT_WRONG),
            Map.entry("53000", Cause.BLOCKED_BY_POLICY),
            Map.entry("53001", Cause.BLOCKED_BY_POLICY),
            Map.entry("53002", Cause.BLOCKED_BY_POLICY),
            Map.entry("53003", Cause.BLOCKED_BY_POLICY),
            Map.entry("53004", Cause.BLOCKED_BY_POLICY),
            Map.entry("530003", Cause.BLOCKED_BY_POLICY),
            Map.entry("54005", Cause.CODE_REFUSED),
            Map.entry("65001", Cause.CONSENT_REQUIRED),
            Map.entry("65004", Cause.ACCESS_DENIED),
            Map.entry("650053", Cause.SCOPE_NOT_ENABLED),
            Map.entry("650057", Cause.SCOPE_NOT_ENABLED),
            Map.entry("70000", Cause.GRANT_REVOKED),
            Map.entry("70008", Cause.GRANT_REVOKED),
            Map.entry("70011", Cause.SCOPE_NOT_ENABLED),
            Map.entry("700016", Cause.CLIENT_UNKNOWN),
            Map.entry("700025", Cause.CLIENT_SECRET_UNWANTED),
            Map.entry("700082", Cause.IDLE_EXPIRED),
            Map.entry("700084", Cause.IDLE_EXPIRED),
            Map.entry("7000112", Cause.APP_BLOCKED),
            Map.entry("7000215", Cause.CLIENT_SECRET_REFUSED),
            Map.entry("7000218", Cause.CLIENT_SECRET_MISSING),
            Map.entry("7000222", Cause.CLIENT_SECRET_EXPIRED),
            Map.entry("90002", Cause.TENANT_WRONG),
            Map.entry("90072", Cause.TENANT_WRONG),
            Map.entry("90093", Cause.ADMIN_CONSENT_REQUIRED),
            Map.entry("90094", Cause.ADMIN_CONSENT_REQUIRED));

    /** Error codes of RFC 6749 and OpenID Connect, Google's own, and ours. */
    private static final Map<String, Cause> CODES = Map.ofEntries(
            Map.entry("access_denied", Cause.ACCESS_DENIED),
            Map.entry("admin_policy_enforced", Cause.APP_BLOCKED),
            Map.entry("org_internal", Cause.APP_BLOCKED),
            Map.entry("redirect_uri_mismatch", Cause.REDIRECT_NOT_REGISTERED),
            Map.entry("invalid_grant", Cause.GRANT_REVOKED),
            Map.entry("interaction_required", Cause.REAUTHENTICATION_REQUIRED),
            Map.entry("login_required", Cause.REAUTHENTICATION_REQUIRED),
            Map.entry("consent_required", Cause.CONSENT_REQUIRED),
            Map.entry("invalid_client", Cause.CLIENT_SECRET_REFUSED),
            Map.entry("deleted_client", Cause.CLIENT_UNKNOWN),
            Map.entry("disabled_client", Cause.CLIENT_UNKNOWN),
            Map.entry("unauthorized_client", Cause.CLIENT_NOT_ALLOWED),
            Map.entry("invalid_scope", Cause.SCOPE_NOT_ENABLED),
            Map.entry("client_missing", Cause.CLIENT_MISSING),
            Map.entry("provider_missing", Cause.PROVIDER_MISSING),
            Map.entry("no_refresh_token", Cause.NO_STORED_TOKEN),
            Map.entry("interrupted_renewal", Cause.INTERRUPTED_RENEWAL),
            Map.entry("disconnected", Cause.DISCONNECTED),
            Map.entry("no such grant", Cause.NOT_CONNECTED),
            Map.entry("name_unknown", Cause.PROVIDER_NAME_UNKNOWN),
            Map.entry("unreachable", Cause.PROVIDER_UNREACHABLE),
            Map.entry("timeout", Cause.PROVIDER_TIMEOUT),
            Map.entry("connection_lost", Cause.PROVIDER_CONNECTION_LOST),
            Map.entry("certificate", Cause.PROVIDER_CERTIFICATE),
            Map.entry("certificate_name", Cause.PROVIDER_CERTIFICATE_NAME),
            Map.entry("proxy_refused", Cause.PROXY_REFUSED),
            Map.entry("malformed_answer", Cause.NOT_THE_PROVIDER),
            Map.entry("server_error", Cause.PROVIDER_DOWN),
            Map.entry("temporarily_unavailable", Cause.PROVIDER_DOWN),
            Map.entry("http_408", Cause.PROVIDER_TIMEOUT),
            Map.entry("http_429", Cause.PROVIDER_BUSY),
            Map.entry("short_lived", Cause.CLOCK_WRONG),
            Map.entry("database", Cause.DATABASE_UNAVAILABLE),
            Map.entry("slow_database", Cause.DATABASE_UNAVAILABLE),
            Map.entry("renewal_elsewhere", Cause.RENEWAL_ELSEWHERE),
            Map.entry("mail_refused", Cause.MAIL_TOKEN_REFUSED));

    private OAuthDiagnoses() {}

    /** What is wrong with a grant: its last error, seen together with its dates. Empty when nothing is. */
    public static Optional<Diagnosis> of(Grant grant, String providerName) {
        return grant.lastError().map(error -> {
            Diagnosis plain = of(error.code(), error.detail());
            Diagnosis dated = plain.cause() == Cause.GRANT_REVOKED
                    ? new Diagnosis(byDates(grant, error.at()), "", "", "", plain.evidence())
                    : plain;
            return dated.about(grant.email()).at(providerName);
        });
    }

    /** What an error code and its description mean, be the code the provider's or one of {@link GrantError#code()}. */
    public static Diagnosis of(String code, String detail) {
        String evidence = detail.isEmpty() ? code : code + SEPARATOR + detail;
        return Diagnosis.of(cause(code, detail)).naming(host(code, detail)).because(evidence);
    }

    /**
     * The same from {@link Diagnosis#evidence()}, where only that was kept.
     *
     * @param evidence of a diagnosis made here
     */
    public static Diagnosis ofEvidence(String evidence) {
        int dot = evidence.indexOf(SEPARATOR);
        return dot < 0
                ? of(evidence, "")
                : of(evidence.substring(0, dot), evidence.substring(dot + SEPARATOR.length()));
    }

    /** Why an endpoint did not answer. */
    static Diagnosis of(HttpFailure failure) {
        return of(failure.kind().code(), String.valueOf(failure.getMessage()));
    }

    /** A refused authorization request, as the provider's page or callback tells it. */
    static Diagnosis ofAuthorization(String code, String description, URI redirect) {
        Diagnosis known = of(code, description);
        boolean loopback = "127.0.0.1".equals(redirect.getHost()) || "localhost".equals(redirect.getHost());
        return switch (known.cause()) {
            case REDIRECT_NOT_REGISTERED -> known.naming(redirect.toString());
            // The secret is not sent there, so it is the id that is refused.
            case CLIENT_SECRET_REFUSED -> Diagnosis.of(Cause.CLIENT_UNKNOWN).because(known.evidence());
            case CLIENT_NOT_ALLOWED ->
                loopback ? Diagnosis.of(Cause.CLIENT_TYPE_WRONG).because(known.evidence()) : known;
            default -> known;
        };
    }

    private static Cause cause(String code, String detail) {
        Matcher aadsts = AADSTS.matcher(detail);
        if (aadsts.find() && MICROSOFT.containsKey(aadsts.group(1))) {
            return MICROSOFT.get(aadsts.group(1));
        }
        Optional<Cause> said = words(code, detail.toLowerCase(Locale.ROOT));
        if (said.isPresent()) {
            return said.get();
        }
        if (code.startsWith("http_5")) {
            return Cause.PROVIDER_DOWN;
        }
        return CODES.getOrDefault(code, Cause.PROVIDER_ERROR);
    }

    /** Google's errors share few codes; the description tells them apart. */
    private static Optional<Cause> words(String code, String words) {
        if (words.contains("loopback flow has been blocked") || words.contains("loopback ip address flow")) {
            return Optional.of(Cause.CLIENT_TYPE_WRONG);
        }
        if (words.contains("redirect_uri") && words.contains("mismatch")) {
            return Optional.of(Cause.REDIRECT_NOT_REGISTERED);
        }
        if (words.contains("client secret") && words.contains("expired")) {
            return Optional.of(Cause.CLIENT_SECRET_EXPIRED);
        }
        if (words.contains("client_secret is missing")) {
            return Optional.of(Cause.CLIENT_SECRET_MISSING);
        }
        if (code.equals("invalid_client")
                && (words.contains("client was not found") || words.contains("client was deleted"))) {
            return Optional.of(Cause.CLIENT_UNKNOWN);
        }
        if (code.equals("access_denied") && words.contains("verif")) {
            return Optional.of(Cause.APP_UNVERIFIED);
        }
        if (code.equals("access_denied") && words.contains("test")) {
            return Optional.of(Cause.NOT_A_TEST_USER);
        }
        if (code.equals("invalid_grant") && words.contains("account restricted")) {
            return Optional.of(Cause.APP_BLOCKED);
        }
        return Optional.empty();
    }

    /** Failures of the way there begin with the host's name; see {@link HttpFailure}. */
    private static String host(String code, String detail) {
        int colon = detail.indexOf(": ");
        return HttpFailure.Kind.isCode(code) && colon > 0 ? detail.substring(0, colon) : "";
    }

    private static Cause byDates(Grant grant, Instant died) {
        Instant testingEnd = grant.connectedAt().plus(TESTING_LIFE);
        boolean renewedLater =
                grant.lastRefreshedAt().filter(testingEnd::isBefore).isPresent();
        if (grant.providerId() == Provider.GMAIL
                && !renewedLater
                && !died.isBefore(testingEnd.minus(TOLERANCE))
                && died.isBefore(testingEnd.plus(NOTICED_WITHIN))) {
            return Cause.TESTING_EXPIRED;
        }
        Duration idle = Duration.between(grant.lastRefreshedAt().orElse(grant.connectedAt()), died);
        return Optional.ofNullable(IDLE_LIMITS.get(grant.providerId()))
                        .filter(limit -> idle.compareTo(limit) >= 0)
                        .isPresent()
                ? Cause.IDLE_EXPIRED
                : Cause.GRANT_REVOKED;
    }
}
