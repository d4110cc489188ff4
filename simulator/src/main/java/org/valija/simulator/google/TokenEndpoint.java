package org.valija.simulator.google;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.valija.simulator.web.Form;
import org.valija.simulator.web.WebRequest;
import org.valija.simulator.web.WebResponse;

/** {@code POST /token}: redeems codes and refreshes (RFC 6749 §4.1.3, §6), or fails as it was told to. */
final class TokenEndpoint {

    private final ClientAuthentication clients;
    private final Grants grants;
    private final Failures failures;
    private final Settings settings;
    private final IdTokenSigner signer;
    private final Counters counters;
    private final CountDownLatch closing;

    TokenEndpoint(
            ClientAuthentication clients,
            Grants grants,
            Failures failures,
            Settings settings,
            IdTokenSigner signer,
            Counters counters,
            CountDownLatch closing) {
        this.clients = clients;
        this.grants = grants;
        this.failures = failures;
        this.settings = settings;
        this.signer = signer;
        this.counters = counters;
        this.closing = closing;
    }

    WebResponse answer(WebRequest request) {
        counters.countTokenRequest(request.form().value("grant_type").orElse(""));
        Optional<FailurePlan> plan = failures.next(Endpoint.TOKEN);
        FailurePlan.Kind kind = plan.map(FailurePlan::kind).orElse(FailurePlan.Kind.NONE);
        if (kind == FailurePlan.Kind.LATE) {
            WebResponse done = process(request, kind);
            plan.ifPresent(failure -> failure.pause(closing));
            return done;
        }
        plan.ifPresent(failure -> failure.pause(closing));
        return switch (kind) {
            case ANSWER -> plan.map(FailurePlan::response).orElseThrow();
            case DROP_BEFORE -> WebResponse.dropped();
            case DROP_AFTER -> {
                process(request, kind);
                yield WebResponse.dropped();
            }
            default -> process(request, kind);
        };
    }

    private WebResponse process(WebRequest request, FailurePlan.Kind kind) {
        try {
            return WebResponse.json(200, fields(tokens(request), kind)).with("Pragma", "no-cache");
        } catch (OAuthError e) {
            return e.response();
        }
    }

    private TokenAnswer tokens(WebRequest request) {
        if (!request.isForm()) {
            throw OAuthError.invalidRequest("The body must be application/x-www-form-urlencoded.");
        }
        Form form = request.form();
        if (form.repeatedField().isPresent()) {
            throw OAuthError.invalidRequest(
                    "Repeated parameter: " + form.repeatedField().get());
        }
        SimulatedClient client = clients.authenticate(request);
        String grantType = required(form, "grant_type");
        return switch (grantType) {
            case "authorization_code" ->
                grants.redeem(
                        client,
                        required(form, "code"),
                        form.value("redirect_uri").map(TokenEndpoint::uri),
                        form.value("code_verifier"));
            case "refresh_token" -> {
                TokenAnswer answer = grants.refresh(
                        client,
                        required(form, "refresh_token"),
                        Scopes.parse(form.value("scope").orElse("")));
                counters.countRefresh();
                yield answer;
            }
            default -> throw new OAuthError(400, "unsupported_grant_type", "Invalid grant_type");
        };
    }

    private Map<String, Object> fields(TokenAnswer answer, FailurePlan.Kind kind) {
        Map<String, Object> fields = new LinkedHashMap<>();
        long seconds = answer.lifetime().toSeconds();
        fields.put("access_token", answer.accessToken());
        if (kind == FailurePlan.Kind.EXPIRES_IN_AS_TEXT) {
            fields.put("expires_in", Long.toString(seconds));
        } else if (kind != FailurePlan.Kind.EXPIRES_IN_MISSING) {
            fields.put("expires_in", seconds);
        }
        if (kind != FailurePlan.Kind.REFRESH_TOKEN_OMITTED) {
            answer.refreshToken().ifPresent(token -> fields.put("refresh_token", token));
            answer.refreshLifetime()
                    .ifPresent(lifetime -> fields.put("refresh_token_expires_in", lifetime.toSeconds()));
        }
        fields.put("scope", Scopes.format(answer.scopes(), settings.longScopeNames));
        fields.put("token_type", "Bearer");
        if (settings.idTokenIncluded && answer.scopes().contains(Scopes.OPENID)) {
            fields.put("id_token", signer.sign(answer));
        }
        return fields;
    }

    private static String required(Form form, String name) {
        return form.value(name).orElseThrow(() -> OAuthError.invalidRequest("Missing required parameter: " + name));
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw OAuthError.invalidGrant("redirect_uri is not a URI.");
        }
    }
}
