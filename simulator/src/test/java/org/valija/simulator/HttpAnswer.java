package org.valija.simulator;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valija.simulator.web.Form;

/** An answer, with the little reading of JSON and of redirects that the tests need. */
record HttpAnswer(int status, String body, HttpResponse<String> http) {

    static HttpAnswer of(HttpResponse<String> http) {
        return new HttpAnswer(http.statusCode(), http.body(), http);
    }

    String header(String name) {
        return http.headers().firstValue(name).orElse("");
    }

    Optional<String> text(String field) {
        return find("\"" + field + "\":\"([^\"]*)\"");
    }

    Optional<String> number(String field) {
        return find("\"" + field + "\":(\\d+)");
    }

    /** The query of the address this answer redirects to. */
    Map<String, String> redirectFields() {
        Form query = Form.parse(header("Location").replaceFirst("^[^?]*\\??", ""));
        Map<String, String> fields = new HashMap<>();
        for (String name : new String[] {"code", "state", "scope", "iss", "error"}) {
            query.value(name).ifPresent(value -> fields.put(name, value));
        }
        return fields;
    }

    private Optional<String> find(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(body);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
