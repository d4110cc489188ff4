package org.valija.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valija.simulator.google.Scopes;
import org.valija.simulator.google.SimulatedClient;
import org.valija.simulator.google.SimulatedGoogle;

/** A program that asks for consent and tokens, and the user in front of its browser. */
final class OAuthProgram {

    static final String JUAN = "juan.perez@bajio.example";
    static final String REDIRECT = "http://127.0.0.1:49152/callback";
    static final String SCOPES = Scopes.OPENID + " " + Scopes.EMAIL + " " + Scopes.MAIL;
    /** The pair of RFC 7636 appendix B. */
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final Simulator simulator;
    private final Browser browser = new Browser();
    private final SimulatedClient client;

    OAuthProgram(Simulator simulator) {
        this(simulator, SimulatedGoogle.DEMO_CLIENT);
    }

    OAuthProgram(Simulator simulator, SimulatedClient client) {
        this.simulator = simulator;
        this.client = client;
    }

    /** A whole and valid authorization request, to be spoilt by tests. */
    Map<String, String> request() {
        Map<String, String> fields = new TreeMap<>();
        fields.put("client_id", client.id());
        fields.put("redirect_uri", REDIRECT);
        fields.put("response_type", "code");
        fields.put("scope", SCOPES);
        fields.put("state", "state-1");
        fields.put("nonce", "nonce-1");
        fields.put("access_type", "offline");
        fields.put("code_challenge", CHALLENGE);
        fields.put("code_challenge_method", "S256");
        return fields;
    }

    HttpAnswer open(Map<String, String> request) {
        return browser.get(simulator.httpUri() + "/o/oauth2/v2/auth?" + Browser.encode(request));
    }

    /** Opens the page and posts the user's decision; {@code form} is what follows the hidden request id. */
    HttpAnswer decide(Map<String, String> request, String form) {
        return submit("/o/oauth2/v2/consent", requestId(open(request)), form);
    }

    HttpAnswer submit(String path, String requestId, String form) {
        return browser.post(simulator.httpUri() + path, "request=" + requestId + "&" + form);
    }

    static String requestId(HttpAnswer page) {
        Matcher hidden = Pattern.compile("name=\"request\" value=\"([^\"]+)\"").matcher(page.body());
        if (!hidden.find()) {
            throw new AssertionError("No request id in " + page.body());
        }
        return hidden.group(1);
    }

    static String allow(String account, String... scopes) {
        StringBuilder form = new StringBuilder("decision=allow&account=" + account);
        for (String scope : scopes) {
            form.append('&').append(Browser.encode(Map.of("scope", scope)));
        }
        return form.toString();
    }

    static String allowAll(String account) {
        return allow(account, SCOPES.split(" ", -1));
    }

    /** A code for all scopes. */
    String code(String account) {
        return code(request(), allowAll(account));
    }

    /** The code that a decision gave; an assertion error if it gave none. */
    String code(Map<String, String> request, String form) {
        Map<String, String> fields = decide(request, form).redirectFields();
        String code = fields.get("code");
        if (code == null) {
            throw new AssertionError("No code in " + fields);
        }
        return code;
    }

    HttpAnswer redeem(String code) {
        return token(redemption(code));
    }

    Map<String, String> redemption(String code) {
        Map<String, String> fields = credentials();
        fields.put("grant_type", "authorization_code");
        fields.put("code", code);
        fields.put("redirect_uri", REDIRECT);
        fields.put("code_verifier", VERIFIER);
        return fields;
    }

    HttpAnswer refresh(String refreshToken) {
        Map<String, String> fields = credentials();
        fields.put("grant_type", "refresh_token");
        fields.put("refresh_token", refreshToken);
        return token(fields);
    }

    HttpAnswer token(Map<String, String> fields, String... headers) {
        return browser.post(simulator.httpUri() + "/token", Browser.encode(fields), headers);
    }

    HttpAnswer revoke(String token) {
        return browser.post(simulator.httpUri() + "/revoke", Browser.encode(Map.of("token", token)));
    }

    HttpAnswer userInfo(String accessToken) {
        return browser.get(simulator.httpUri() + "/v1/userinfo", "Authorization", "Bearer " + accessToken);
    }

    /** The answer with all tokens, after consent. */
    HttpAnswer connect(String account) {
        return redeem(code(account));
    }

    String accessToken(String account) {
        return connect(account).text("access_token").orElseThrow();
    }

    private Map<String, String> credentials() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("client_id", client.id());
        fields.put("client_secret", client.secret());
        return fields;
    }
}
