package org.valija.oauth;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person does on the simulator's authorization page, by its form; gives the address the browser is sent to. */
public final class Consent {

    private static final Pattern INPUT = Pattern.compile("<input\\b[^>]*>");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private final String account;
    private Predicate<String> ticked = scope -> true;

    private Consent(String account) {
        this.account = account;
    }

    public static Consent of(String account) {
        return new Consent(account);
    }

    public Consent untick(String scope) {
        ticked = ticked.and(name -> !name.equals(scope));
        return this;
    }

    public URI allow(URI authorization) {
        return decide(authorization, "allow");
    }

    public URI deny(URI authorization) {
        return decide(authorization, "deny");
    }

    private URI decide(URI authorization, String decision) {
        HttpResponse<String> page = send(HttpRequest.newBuilder(authorization).build());
        if (page.statusCode() != 200) {
            throw new IllegalStateException(page.statusCode() + " " + page.body());
        }
        Matcher form = Pattern.compile("<form[^>]*id=\"consent\"[^>]*>").matcher(page.body());
        if (!form.find()) {
            throw new IllegalStateException("no form: " + page.body());
        }
        List<String> fields = new ArrayList<>();
        Matcher inputs = INPUT.matcher(page.body());
        while (inputs.find()) {
            String input = inputs.group();
            String name = attribute(input, "name");
            String value = attribute(input, "value");
            String type = attribute(input, "type");
            if (type.equals("hidden") || (name.equals("scope") && ticked.test(value))) {
                fields.add(name + "=" + encode(value));
            }
        }
        fields.add("account=" + encode(account));
        fields.add("decision=" + decision);
        URI action = authorization.resolve(attribute(form.group(), "action"));
        HttpResponse<String> answer = send(HttpRequest.newBuilder(action)
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

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
