package org.valija.simulator.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One {@code AUTH} command to its end (RFC 4954, RFC 7628, Google's XOAUTH2). */
final class SaslExchange {

    private static final int LONGEST_RESPONSE = 12_288;
    private static final String REFUSAL =
            "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}";
    private static final String SYNTAX = "501 5.5.2 Cannot Decode response";

    private final SmtpConnection connection;
    private final SmtpSettings settings;
    private final SmtpCounters counters;
    private final AccessTokens tokens;

    SaslExchange(SmtpConnection connection, SmtpSettings settings, SmtpCounters counters, AccessTokens tokens) {
        this.connection = connection;
        this.settings = settings;
        this.counters = counters;
        this.tokens = tokens;
    }

    /** What to announce after {@code AUTH}. */
    static List<String> mechanisms(SmtpSettings settings) {
        List<String> mechanisms = new ArrayList<>();
        if (settings.announces(SmtpExtension.AUTH_XOAUTH2)) {
            mechanisms.add("XOAUTH2");
        }
        if (settings.announces(SmtpExtension.AUTH_OAUTHBEARER)) {
            mechanisms.add("OAUTHBEARER");
        }
        if (!settings.passwords.isEmpty()) {
            mechanisms.add("PLAIN");
            mechanisms.add("LOGIN");
        }
        return mechanisms;
    }

    /**
     * Who is authenticated.
     *
     * @param live whether what they showed is still good
     */
    record Authenticated(String user, BooleanSupplier live) {}

    /** Runs the exchange, sends its last reply, and returns who is authenticated, if anybody. */
    Optional<Authenticated> run(String argument) throws IOException {
        counters.authAttempts.incrementAndGet();
        String[] words = argument.split(" +", 2);
        String mechanism = words[0].toUpperCase(Locale.ROOT);
        if (!mechanisms(settings).contains(mechanism)) {
            connection.reply("504 5.5.4 Unrecognized Authentication Type");
            return Optional.empty();
        }
        boolean hasInitial = words.length > 1;
        if (mechanism.equals("LOGIN")) {
            return login(hasInitial ? decode(words[1]) : challenge("VXNlcm5hbWU6"));
        }
        Optional<byte[]> response = hasInitial ? decode(words[1]) : challenge("");
        return response.isEmpty() ? Optional.empty() : finish(mechanism, response.get());
    }

    private Optional<Authenticated> finish(String mechanism, byte[] response) throws IOException {
        return switch (mechanism) {
            case "XOAUTH2" -> bearer(BearerCredentials.fromXoauth2(response), "");
            case "OAUTHBEARER" -> bearer(BearerCredentials.fromOauthBearer(response), "AQ==");
            default -> plain(response);
        };
    }

    private Optional<Authenticated> bearer(Optional<BearerCredentials> credentials, String acknowledgement)
            throws IOException {
        Optional<Authenticated> shown = credentials.map(
                given -> new Authenticated(given.user(), () -> tokens.permitMail(given.user(), given.token())));
        if (shown.filter(given -> given.live().getAsBoolean()).isPresent()) {
            return accept(shown.get());
        }
        connection.reply("334 " + Base64.getEncoder().encodeToString(REFUSAL.getBytes(StandardCharsets.US_ASCII)));
        String answer = readResponse();
        connection.reply(answer.equals(acknowledgement) ? SmtpReplies.BAD_CREDENTIALS : SYNTAX);
        return Optional.empty();
    }

    private Optional<Authenticated> plain(byte[] response) throws IOException {
        String[] fields = new String(response, StandardCharsets.UTF_8).split("\0", -1);
        return fields.length == 3 ? password(fields[1], fields[2]) : refuse(SYNTAX);
    }

    private Optional<Authenticated> login(Optional<byte[]> user) throws IOException {
        if (user.isEmpty()) {
            return Optional.empty();
        }
        Optional<byte[]> password = challenge("UGFzc3dvcmQ6");
        return password.isEmpty() ? Optional.empty() : password(text(user.get()), text(password.get()));
    }

    private Optional<Authenticated> password(String user, String password) throws IOException {
        byte[] expected = settings.passwords.getOrDefault(user, "").getBytes(StandardCharsets.UTF_8);
        boolean right = settings.passwords.containsKey(user)
                && MessageDigest.isEqual(expected, password.getBytes(StandardCharsets.UTF_8));
        return right ? accept(new Authenticated(user, () -> true)) : refuse(SmtpReplies.BAD_CREDENTIALS);
    }

    private Optional<Authenticated> accept(Authenticated who) throws IOException {
        counters.authentications.incrementAndGet();
        connection.reply("235 2.7.0 Accepted");
        return Optional.of(who);
    }

    private Optional<Authenticated> refuse(String reply) throws IOException {
        connection.reply(reply);
        return Optional.empty();
    }

    private Optional<byte[]> challenge(String encoded) throws IOException {
        connection.reply("334 " + encoded);
        String response = readResponse();
        if (response.equals("*")) {
            connection.reply("501 5.7.0 Authentication cancelled");
            return Optional.empty();
        }
        return decode(response);
    }

    private String readResponse() throws IOException {
        CommandLine line = connection.input().readLine(LONGEST_RESPONSE);
        connection.transcript().client("•••");
        return line.complete() ? line.text() : "!";
    }

    /** A lone {@code =} stands for an empty initial response. */
    private Optional<byte[]> decode(String encoded) throws IOException {
        try {
            return Optional.of(Base64.getDecoder().decode(encoded.equals("=") ? "" : encoded));
        } catch (IllegalArgumentException e) {
            connection.reply(SYNTAX);
            return Optional.empty();
        }
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
