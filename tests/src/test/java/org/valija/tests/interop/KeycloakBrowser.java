package org.valija.tests.interop;

import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A person at Keycloak's login page: fills in the form and goes where the browser is sent. Each visit is a browser of its
 * own, without cookies of an earlier one.
 */
final class KeycloakBrowser implements Consumer<URI> {

    private static final Pattern FORM = Pattern.compile("<form\\b[^>]*\\baction=\"([^\"]+)\"");

    private final String user;
    private final String password;

    private KeycloakBrowser(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /** One of the realm's users, whose password follows from the name. */
    static KeycloakBrowser of(String user) {
        return new KeycloakBrowser(user, user + "-pw");
    }

    static KeycloakBrowser withPassword(String user, String password) {
        return new KeycloakBrowser(user, password);
    }

    /** Logs in and follows Keycloak's redirect, as a browser does. */
    @Override
    public void accept(URI authorization) {
        HttpResponse<String> page = Http.send(Http.request(login(authorization)));
        if (page.statusCode() != 200) {
            throw new IllegalStateException("the redirect address answered " + page.statusCode() + " " + page.body());
        }
    }

    /** Logs in; gives the address that Keycloak then sends the browser to. */
    URI login(URI authorization) {
        Map<String, String> cookies = new LinkedHashMap<>();
        HttpResponse<String> page = visit(cookies, Http.request(authorization));
        Matcher form = FORM.matcher(page.body());
        if (page.statusCode() != 200 || !form.find()) {
            throw new IllegalStateException("no login page: " + page.statusCode() + " " + page.body());
        }
        URI action = authorization.resolve(form.group(1).replace("&amp;", "&"));
        HttpResponse<String> answer =
                visit(cookies, Http.form(action, Map.of("username", user, "password", password, "credentialId", "")));
        return URI.create(answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new IllegalStateException(
                        "Keycloak did not log " + user + " in: " + answer.statusCode() + " " + answer.body())));
    }

    /** With cookies marked Secure too, which browsers send to the loopback address over http. */
    private static HttpResponse<String> visit(Map<String, String> cookies, HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> response = Http.send(request);
        List<String> set = response.headers().allValues("Set-Cookie");
        set.stream()
                .flatMap(line -> HttpCookie.parse(line).stream())
                .forEach(cookie -> cookies.put(cookie.getName(), cookie.getValue()));
        return response;
    }
}
