package org.valija.tests.interop;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** What an administrator of the realm does and sees. */
final class KeycloakAdmin {

    /**
     * Ends all sessions of a user, offline ones too. Of these Keycloak notes only the second of their end, and takes
     * tokens issued in that second for later ones: so the end comes in a second that has just begun.
     */
    void endSessions(String user) {
        long issued = Instant.now().getEpochSecond();
        Awaitility.await("the next second")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Instant.now().getEpochSecond() > issued);
        call(admin("/users/" + userId(user) + "/logout").POST(BodyPublishers.noBody()));
    }

    /** How often a refresh token may be used again after it was replaced; none unless set. */
    void allowReuses(int reuses) {
        String realm = "{\"refreshTokenMaxReuse\":" + reuses + "}";
        call(admin("").header("Content-Type", "application/json").PUT(BodyPublishers.ofString(realm)));
    }

    /** Forgets the events so far and notes each renewal from now on. */
    void watchRenewals() {
        String events = "{\"eventsEnabled\":true,\"enabledEventTypes\":[\"REFRESH_TOKEN\",\"REFRESH_TOKEN_ERROR\"]}";
        call(admin("").header("Content-Type", "application/json").PUT(BodyPublishers.ofString(events)));
        call(admin("/events").DELETE());
    }

    /** Renewals since {@link #watchRenewals}, as Keycloak counted them. */
    int renewals() {
        return list("/events?max=1000&type=REFRESH_TOKEN").size();
    }

    /** Renewals that Keycloak refused since {@link #watchRenewals}. */
    int refusedRenewals() {
        return list("/events?max=1000&type=REFRESH_TOKEN_ERROR").size();
    }

    private String userId(String user) {
        Object found = list("/users?exact=true&username=" + Http.encode(user)).get(0);
        return String.valueOf(((Map<?, ?>) found).get("id"));
    }

    private List<Object> list(String path) {
        try {
            return JSONArrayUtils.parse(call(admin(path).GET()).body());
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest.Builder admin(String path) {
        return Http.request(URI.create(Settings.keycloakAdmin() + path)).header("Authorization", "Bearer " + token());
    }

    /** A new one each time: it lives for a minute. */
    private static String token() {
        HttpResponse<String> answer = call(Http.form(
                Settings.keycloakAdminTokenUrl(),
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        Settings.keycloakAdminUser(),
                        "password",
                        Settings.keycloakAdminPassword())));
        try {
            return JSONObjectUtils.getString(JSONObjectUtils.parse(answer.body()), "access_token");
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> call(HttpRequest.Builder request) {
        HttpResponse<String> response = Http.send(request);
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    response.request() + " answered " + response.statusCode() + " " + response.body());
        }
        return response;
    }
}
