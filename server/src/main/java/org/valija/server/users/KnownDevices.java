package org.valija.server.users;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.valija.server.secrets.Random256;
import org.valija.server.secrets.Sha256;

/**
 * Browsers that users have entered with. Each has a cookie of 256 random bits, of which the database gets the hash; it opens
 * nothing, but strangers' attempts do not slow who brings it. Forgotten half a year after the last entry. Thread-safe.
 */
@Component
public class KnownDevices {

    private static final String COOKIE = "VALIJA_EQUIPO";
    private static final String PURPOSE = "valija device\n";
    private static final Duration REMEMBERED = Duration.ofDays(180);

    private final KnownDeviceTable table;
    private final Clock clock;

    KnownDevices(KnownDeviceTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** From where a request comes. */
    public EntryOrigin origin(HttpServletRequest request) {
        return new EntryOrigin(
                request.getRemoteAddr(), cookie(request).map(KnownDevices::hash).orElse(null));
    }

    /** Has the browser known from now on as one that this user has entered with. */
    public void remember(HttpServletRequest request, HttpServletResponse response, String userCode) {
        // A value that somebody else put there is known to somebody else.
        String value =
                cookie(request).filter(brought -> table.isKnown(hash(brought))).orElseGet(Random256::next);
        table.forget(clock.instant().minus(REMEMBERED));
        table.put(hash(value), userCode, clock.instant());
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(COOKIE, value)
                        .path("/")
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .maxAge(REMEMBERED)
                        .build()
                        .toString());
    }

    /** Whether that user has entered with the browser before. */
    public boolean knows(EntryOrigin origin, String userCode) {
        String deviceHash = origin.deviceHash();
        return deviceHash != null
                && table.isKnown(deviceHash, userCode, clock.instant().minus(REMEMBERED));
    }

    private static Optional<String> cookie(HttpServletRequest request) {
        return Optional.ofNullable(request.getCookies()).stream()
                .flatMap(cookies -> Stream.of(cookies))
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(Cookie::getValue)
                .filter(value -> value.length() == Random256.LENGTH)
                .findFirst();
    }

    private static String hash(String value) {
        return Sha256.hex(PURPOSE + value);
    }
}
