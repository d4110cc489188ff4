package org.valija.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.valija.ClienteOauth;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Secret;
import org.valija.simulator.Simulator;
import org.valija.simulator.google.SimulatedGoogle;

/**
 * Gmail as a simulator of some process plays it: what another process needs to reach it.
 *
 * @param web its pages and endpoints
 * @param smtps its mail server's port
 * @param authority who vouches for that server
 */
record SimulatedGmail(URI web, int smtps, Path authority) {

    private static final Pattern FORM = Pattern.compile("<form[^>]*id=\"consent\"[^>]*>");
    private static final Pattern INPUT = Pattern.compile("<input\\b[^>]*>");
    private static final HttpClient BROWSER =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    static SimulatedGmail of(Simulator simulator) {
        return new SimulatedGmail(simulator.httpUri(), simulator.smtpsPort(), simulator.caCertificateFile());
    }

    /** The library on a database, with this as its Gmail. */
    ClienteOauth open(DataSource dataSource, Path keyFile) {
        return ClienteOauth.configure(dataSource, keyFile)
                .provider(
                        Provider.gmail().toBuilder()
                                .issuer(web.toString())
                                .authorizationEndpoint(web.resolve("/o/oauth2/v2/auth"))
                                .tokenEndpoint(web.resolve("/token"))
                                .revocationEndpoint(web.resolve("/revoke"))
                                .userInfoEndpoint(web.resolve("/v1/userinfo"))
                                .build(),
                        SubmissionServer.implicitTls("localhost", smtps))
                .trust(authority)
                .open();
    }

    static void register(ClienteOauth cliente) {
        cliente.register(OAuthClient.desktop(
                Provider.GMAIL, SimulatedGoogle.DEMO_CLIENT.id(), Secret.of(SimulatedGoogle.DEMO_CLIENT.secret())));
    }

    /** A person authenticates in the browser and allows all that is asked. */
    static Grant authenticate(ClienteOauth cliente, String email) {
        return authenticate(cliente, email, email);
    }

    /** The same for a user of that code. */
    static Grant authenticate(ClienteOauth cliente, String userCode, String email) {
        return cliente.authenticate(userCode, Provider.GMAIL, email, address -> get(allow(address, email)));
    }

    private static URI allow(URI authorization, String email) {
        String page = get(authorization).body();
        Matcher form = FORM.matcher(page);
        if (!form.find()) {
            throw new IllegalStateException("no form of consent: " + page);
        }
        List<String> fields = new ArrayList<>(List.of("account=" + encode(email), "decision=allow"));
        Matcher inputs = INPUT.matcher(page);
        while (inputs.find()) {
            String name = attribute(inputs.group(), "name");
            if (attribute(inputs.group(), "type").equals("hidden") || name.equals("scope")) {
                fields.add(name + "=" + encode(attribute(inputs.group(), "value")));
            }
        }
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(authorization.resolve(attribute(form.group(), "action")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(String.join("&", fields)))
                        .build());
        return URI.create(answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new IllegalStateException(answer.statusCode() + " " + answer.body())));
    }

    private static String attribute(String tag, String name) {
        Matcher matcher = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
        return matcher.find() ? matcher.group(1).replace("&amp;", "&") : "";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> get(URI address) {
        return send(HttpRequest.newBuilder(address).build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return BROWSER.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
