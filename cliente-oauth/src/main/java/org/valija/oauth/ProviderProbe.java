package org.valija.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;

/** Questions to a provider that change nothing there or here. Never throws for what the provider does. Thread-safe. */
public final class ProviderProbe {

    private static final Pattern AADSTS = Pattern.compile("AADSTS\\d{5,7}");
    private static final Pattern ERROR_PARAMETER = Pattern.compile("[?&]error=([^&]*)");
    private static final Pattern GOOGLE_ERROR = Pattern.compile("[?&]authError=([^&]*)");
    private static final List<String> GOOGLE_CODES = List.of(
            "redirect_uri_mismatch",
            "invalid_client",
            "deleted_client",
            "disabled_client",
            "org_internal",
            "admin_policy_enforced",
            "invalid_scope");

    private final HttpCaller http;
    private final TokenEndpoint tokenEndpoint;

    ProviderProbe(HttpCaller http) {
        this.http = http;
        this.tokenEndpoint = new TokenEndpoint(http);
    }

    /**
     * What an endpoint answered.
     *
     * @param failure why nothing came, if nothing came
     * @param date the provider's own time, where it told
     */
    public record Reached(Optional<Diagnosis> failure, Optional<Instant> date) {}

    /** Whether an endpoint can be reached over a verified connection; any HTTP answer will do. */
    public Reached reach(URI endpoint) {
        try {
            HTTPResponse answer = get(endpoint);
            return new Reached(Optional.empty(), date(answer));
        } catch (HttpFailure e) {
            return new Reached(Optional.of(OAuthDiagnoses.of(e)), Optional.empty());
        } catch (IOException e) {
            return new Reached(
                    Optional.of(OAuthDiagnoses.of(
                            HttpFailure.Kind.CONNECTION_LOST.code(), endpoint.getHost() + ": " + e.getMessage())),
                    Optional.empty());
        }
    }

    /**
     * Whether the provider knows the client and its secret: redeems a code that it never gave out, which is refused with
     * another error when the client itself is in order. Only a refusal of the client counts.
     */
    public Optional<Diagnosis> clientRefusal(Provider provider, OAuthClient client, URI redirect) {
        AuthorizationCodeGrant nobodys =
                new AuthorizationCodeGrant(new AuthorizationCode(Hashes.random(16)), redirect, new CodeVerifier());
        RefreshOutcome outcome = tokenEndpoint.request(provider.forTenant(client.tenant()), client, nobodys);
        return outcome instanceof RefreshOutcome.NeedsAdmin refused
                ? Optional.of(
                        OAuthDiagnoses.of(refused.code(), refused.detail()).at(provider.name()))
                : Optional.empty();
    }

    /**
     * Whether the provider would let the client ask for authorisations: opens the page that a browser would, without
     * signing in. Only a refusal that is known for one counts.
     *
     * @param redirect where the browser is to come back to
     */
    public Optional<Diagnosis> refusal(Provider provider, OAuthClient client, URI redirect) {
        try {
            HTTPResponse page =
                    get(AuthorizationCodeFlow.sample(provider.forTenant(client.tenant()), client, redirect));
            // The page's words stay out of the evidence: they repeat the request, client id and all.
            return refusal(page)
                    .map(error -> OAuthDiagnoses.ofAuthorization(error.code(), error.words(), redirect)
                            .because(error.evidence())
                            .at(provider.name()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The address that an access token speaks for, or why the provider does not say.
     *
     * @param tokenRefused whether that is because it no longer honours the token
     */
    public record Identity(Optional<String> email, Optional<Diagnosis> failure, boolean tokenRefused) {}

    /**
     * Asks the provider whose token it is.
     *
     * @return empty where the provider has no endpoint for that
     */
    public Optional<Identity> identity(Provider provider, AccessToken token) {
        return provider.userInfoEndpoint().map(endpoint -> identity(provider, endpoint, token));
    }

    private Identity identity(Provider provider, URI endpoint, AccessToken token) {
        try {
            HTTPResponse answer = new UserInfoRequest(
                            endpoint, new BearerAccessToken(token.value().reveal()))
                    .toHTTPRequest()
                    .send(http);
            if (!answer.indicatesSuccess()) {
                return new Identity(
                        Optional.empty(),
                        Optional.of(Diagnosis.of(Cause.IDENTITY_UNKNOWN)
                                .because("userinfo HTTP " + answer.getStatusCode())),
                        answer.getStatusCode() == HTTPResponse.SC_UNAUTHORIZED);
            }
            Map<String, Object> claims = answer.getBodyAsJSONObject();
            Optional<String> email = provider.identityClaims().stream()
                    .map(claims::get)
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .filter(value -> value.contains("@"))
                    .map(Addresses::canonical)
                    .findFirst();
            return new Identity(
                    email,
                    email.isPresent() ? Optional.empty() : Optional.of(Diagnosis.of(Cause.IDENTITY_UNKNOWN)),
                    false);
        } catch (HttpFailure e) {
            return new Identity(Optional.empty(), Optional.of(OAuthDiagnoses.of(e)), false);
        } catch (IOException | ParseException e) {
            return new Identity(
                    Optional.empty(),
                    Optional.of(Diagnosis.of(Cause.NOT_THE_PROVIDER)
                            .because("userinfo: " + e.getClass().getSimpleName())),
                    false);
        }
    }

    private HTTPResponse get(URI uri) throws IOException {
        return new HTTPRequest(HTTPRequest.Method.GET, uri).send(http);
    }

    private record Refusal(String code, String words) {
        String evidence() {
            return AADSTS.matcher(words).matches() ? words : code;
        }
    }

    private static Optional<Refusal> refusal(HTTPResponse page) {
        String location =
                Optional.ofNullable(page.getLocation()).map(URI::toString).orElse("");
        String body = Optional.ofNullable(page.getBody()).orElse("");
        Matcher google = GOOGLE_ERROR.matcher(location);
        if (google.find()) {
            return Optional.of(ofGoogle(google.group(1)));
        }
        Matcher parameter = ERROR_PARAMETER.matcher(location);
        if (parameter.find()) {
            return Optional.of(new Refusal(parameter.group(1), ""));
        }
        Matcher microsoft = AADSTS.matcher(body);
        if (microsoft.find()) {
            return Optional.of(new Refusal("invalid_request", microsoft.group()));
        }
        if (page.getStatusCode() == 400 || page.getStatusCode() == 401) {
            return GOOGLE_CODES.stream()
                    .filter(body::contains)
                    .findFirst()
                    .map(code -> new Refusal(code, ""))
                    .or(() -> Optional.of(new Refusal("invalid_request", "HTTP " + page.getStatusCode())));
        }
        return Optional.empty();
    }

    /** Google's error page is told its error in base64; the code stands in it in clear. */
    private static Refusal ofGoogle(String parameter) {
        String encoded = URLDecoder.decode(parameter, StandardCharsets.US_ASCII);
        String text;
        try {
            text = new String(
                    Base64.getUrlDecoder().decode(encoded.replace('+', '-').replace('/', '_')), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return new Refusal("invalid_request", "");
        }
        return new Refusal(
                GOOGLE_CODES.stream().filter(text::contains).findFirst().orElse("invalid_request"), text);
    }

    private static Optional<Instant> date(HTTPResponse answer) {
        try {
            return Optional.ofNullable(answer.getHeaderValue("Date"))
                    .map(value -> ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
