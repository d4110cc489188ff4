package org.valija.simulator.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A mailbox and the token that should open it, as XOAUTH2 and OAUTHBEARER (RFC 7628 §3.1) carry them. */
record BearerCredentials(String user, String token) {

    private static final char SEPARATOR = 1;
    private static final String BEARER = "Bearer ";

    /** {@code user=…^Aauth=Bearer …^A^A}. */
    static Optional<BearerCredentials> fromXoauth2(byte[] response) {
        String text = new String(response, StandardCharsets.UTF_8);
        return text.endsWith("" + SEPARATOR + SEPARATOR)
                ? of(field(text, "user="), field(text, "auth="))
                : Optional.empty();
    }

    /** {@code n,a=…,^Ahost=…^Aport=…^Aauth=Bearer …^A^A}; the mailbox must be named. */
    static Optional<BearerCredentials> fromOauthBearer(byte[] response) {
        String text = new String(response, StandardCharsets.UTF_8);
        int headerEnd = text.indexOf("," + SEPARATOR);
        boolean wellFormed = text.startsWith("n,a=") && headerEnd > 0 && text.endsWith("" + SEPARATOR + SEPARATOR);
        if (!wellFormed) {
            return Optional.empty();
        }
        String user =
                text.substring("n,a=".length(), headerEnd).replace("=2C", ",").replace("=3D", "=");
        return of(Optional.of(user), field(text.substring(headerEnd + 2), "auth="));
    }

    private static Optional<BearerCredentials> of(Optional<String> user, Optional<String> authorization) {
        return authorization
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .flatMap(value -> user.map(name -> new BearerCredentials(
                        name, value.substring(BEARER.length()).strip())));
    }

    private static Optional<String> field(String text, String prefix) {
        for (String part : text.split(String.valueOf(SEPARATOR), -1)) {
            if (part.startsWith(prefix)) {
                return Optional.of(part.substring(prefix.length()));
            }
        }
        return Optional.empty();
    }

    /** Never prints the token. */
    @Override
    public String toString() {
        return "BearerCredentials[" + user + ", •••]";
    }
}
