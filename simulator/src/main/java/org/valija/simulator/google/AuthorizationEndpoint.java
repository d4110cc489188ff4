package org.valija.simulator.google;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.valija.simulator.web.BadRequestException;
import org.valija.simulator.web.Form;
import org.valija.simulator.web.WebRequest;
import org.valija.simulator.web.WebResponse;

/**
 * Asks the user (RFC 6749 §4.1, RFC 7636, RFC 9207). A wrong client or redirect address ends in an error page, never in
 * a redirect; all other faults are told to the client.
 */
final class AuthorizationEndpoint {

    private static final Duration DECISION_TIME = Duration.ofMinutes(10);

    private final Directory directory;
    private final Grants grants;
    private final Failures failures;
    private final Settings settings;
    private final URI issuer;
    private final Clock clock;
    private final Map<String, AuthorizationRequest> pending = new ConcurrentHashMap<>();

    AuthorizationEndpoint(
            Directory directory, Grants grants, Failures failures, Settings settings, URI issuer, Clock clock) {
        this.directory = directory;
        this.grants = grants;
        this.failures = failures;
        this.settings = settings;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** {@code GET /o/oauth2/v2/auth}. */
    WebResponse ask(WebRequest http) {
        Form query = http.query();
        if (query.repeatedField().isPresent()) {
            return ConsentPages.blocked(
                    "invalid_request",
                    "Campo repetido: " + query.repeatedField().get());
        }
        Optional<SimulatedClient> client = query.value("client_id").flatMap(directory::client);
        if (client.isEmpty()) {
            return ConsentPages.blocked("invalid_client", "No se encontró el cliente OAuth.");
        }
        Optional<URI> redirect = query.value("redirect_uri").flatMap(uri -> RedirectUris.allowed(client.get(), uri));
        if (redirect.isEmpty()) {
            return ConsentPages.blocked(
                    "redirect_uri_mismatch",
                    "La dirección de regreso no corresponde a este cliente. Revisa su tipo (Escritorio o Web).");
        }
        AuthorizationRequest request = request(query, client.get(), redirect.get());
        Optional<String> fault = fault(query, request);
        if (fault.isPresent()) {
            return answer(request, Map.of("error", fault.get()));
        }
        String id = RandomTexts.of("", 32);
        pending.values().removeIf(old -> !clock.instant().isBefore(old.expiresAt()));
        pending.put(id, request);
        return client.get().unverified() ? ConsentPages.unverified(id, request) : consentPage(id, request);
    }

    /** {@code POST /o/oauth2/v2/warning}: the user goes on past the warning, or back. */
    WebResponse passWarning(WebRequest http) {
        String id = http.form().required("request");
        AuthorizationRequest request = pending(id);
        if (http.form().required("decision").equals("continue")) {
            return consentPage(id, request);
        }
        pending.remove(id);
        return answer(request, Map.of("error", "access_denied"));
    }

    /** {@code POST /o/oauth2/v2/consent}: the user's decision. */
    WebResponse decide(WebRequest http) {
        Form form = http.form();
        String id = form.required("request");
        AuthorizationRequest request = pending(id);
        boolean allowed = form.required("decision").equals("allow");
        Optional<SimulatedAccount> account = allowed ? chosenAccount(form) : Optional.empty();
        if (allowed && account.isEmpty()) {
            return ConsentPages.consent(
                    id, request, directory.accounts(), Optional.of("Escribe una dirección de correo completa."));
        }
        if (!pending.remove(id, request)) {
            throw new BadRequestException("Esta petición ya fue respondida.");
        }
        return failures.next(Endpoint.AUTHORIZATION)
                .map(plan -> failed(plan, request, account, form))
                .orElseGet(() -> answer(request, outcome(request, account, form)));
    }

    private AuthorizationRequest request(Form query, SimulatedClient client, URI redirect) {
        Set<String> prompts = Set.of(query.value("prompt").orElse("").split(" ", -1));
        return new AuthorizationRequest(
                client,
                redirect,
                query.value("state"),
                Scopes.parse(query.value("scope").orElse("")),
                query.value("code_challenge").orElse(""),
                query.value("nonce"),
                query.value("access_type").filter("offline"::equals).isPresent(),
                prompts.contains("consent"),
                query.value("login_hint").orElse(""),
                clock.instant().plus(DECISION_TIME));
    }

    private static Optional<String> fault(Form query, AuthorizationRequest request) {
        if (!query.value("response_type").equals(Optional.of("code"))) {
            return Optional.of("unsupported_response_type");
        }
        boolean sha256 = query.value("code_challenge_method").equals(Optional.of("S256"));
        if (!sha256 || !request.codeChallenge().matches("[A-Za-z0-9_-]{43}")) {
            return Optional.of("invalid_request");
        }
        if (request.scopes().isEmpty() || !request.client().allowedScopes().containsAll(request.scopes())) {
            return Optional.of("invalid_scope");
        }
        return query.value("prompt").filter("none"::equals).map(none -> "interaction_required");
    }

    private WebResponse consentPage(String id, AuthorizationRequest request) {
        return ConsentPages.consent(id, request, directory.accounts(), Optional.empty());
    }

    private AuthorizationRequest pending(String id) {
        AuthorizationRequest request = pending.get(id);
        if (request == null || !clock.instant().isBefore(request.expiresAt())) {
            throw new BadRequestException("Esta petición ya fue respondida o caducó. Empieza otra vez.");
        }
        return request;
    }

    /** An account that is not in the list is made at once: a test needs no preparation to choose the wrong one. */
    private Optional<SimulatedAccount> chosenAccount(Form form) {
        String chosen = form.value("account").orElse(ConsentPages.OTHER);
        String address = chosen.equals(ConsentPages.OTHER)
                ? form.value("other_account").orElse("").strip()
                : chosen;
        if (!address.matches("[^\\s@<>\"]+@[^\\s@<>\"]+")) {
            return Optional.empty();
        }
        return directory.account(address).or(() -> Optional.of(directory.put(address, address)));
    }

    private Map<String, String> outcome(AuthorizationRequest request, Optional<SimulatedAccount> account, Form form) {
        Set<String> granted = new LinkedHashSet<>(request.scopes());
        granted.retainAll(form.all("scope"));
        boolean admitted = account.filter(chosen -> request.client().admits(chosen.address()))
                .isPresent();
        if (account.isEmpty() || !admitted || granted.isEmpty()) {
            return Map.of("error", "access_denied");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("code", grants.consent(request, account.get(), granted));
        fields.put("scope", Scopes.format(granted, settings.longScopeNames));
        return fields;
    }

    private WebResponse failed(
            FailurePlan plan, AuthorizationRequest request, Optional<SimulatedAccount> account, Form form) {
        return switch (plan.kind()) {
            case ACCESS_DENIED -> answer(request, Map.of("error", "access_denied"));
            case SERVER_ERROR -> answer(request, Map.of("error", "server_error"));
            case WRONG_STATE ->
                redirect(request, outcome(request, account, form), Optional.of("another-state"), issuer.toString());
            case MISSING_ISSUER -> redirect(request, outcome(request, account, form), request.state(), "");
            case WRONG_ISSUER ->
                redirect(request, outcome(request, account, form), request.state(), "https://another-issuer.example");
            default -> throw new IllegalStateException("Not a failure of this endpoint: " + plan.kind());
        };
    }

    private WebResponse answer(AuthorizationRequest request, Map<String, String> fields) {
        return redirect(request, fields, request.state(), issuer.toString());
    }

    private static WebResponse redirect(
            AuthorizationRequest request, Map<String, String> fields, Optional<String> state, String issuer) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        state.ifPresent(value -> all.put("state", value));
        if (!issuer.isEmpty()) {
            all.put("iss", issuer);
        }
        String query = all.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String target = request.redirectUri().toString();
        return WebResponse.redirect(302, URI.create(target + (target.contains("?") ? "&" : "?") + query));
    }
}
