package org.valija.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.valija.mail.SmtpConnectException.Kind;
import org.valija.mail.SmtpCredentials.OAuthToken;
import org.valija.mail.SmtpCredentials.Password;

/** AUTH (RFC 4954) with XOAUTH2, OAUTHBEARER (RFC 7628), PLAIN (RFC 4616) or LOGIN. */
final class SmtpAuthentication {

    /** RFC 5321 §4.5.3.1.4: a command line with its CRLF; longer ones are refused by real servers. */
    private static final int LONGEST_COMMAND = 512;

    /** Said by XOAUTH2 clients to a refusal; OAUTHBEARER wants one Control-A (RFC 7628 §3.2.3). */
    private static final String CONTROL_A = "AQ==";

    private final SmtpWire wire;
    private final SubmissionServer server;

    SmtpAuthentication(SmtpWire wire, SubmissionServer server) {
        this.wire = wire;
        this.server = server;
    }

    /** @throws SmtpConnectException when the server offers nothing that fits, or refuses */
    void authenticate(SmtpCredentials credentials) throws IOException {
        Set<String> offered = wire.extensions().mechanisms();
        if (credentials instanceof OAuthToken token) {
            bearer(token, offered);
        } else if (credentials instanceof Password password) {
            password(password, offered);
        }
    }

    private void bearer(OAuthToken token, Set<String> offered) throws IOException {
        String user = token.user();
        wire.keepSecret(token.accessToken().reveal());
        String bearer = "auth=Bearer " + token.accessToken().reveal() + "\1\1";
        boolean bearerFirst = offered.contains("OAUTHBEARER")
                && server.preferredMechanism().filter("OAUTHBEARER"::equals).isPresent();
        if (offered.contains("XOAUTH2") && !bearerFirst) {
            exchange("XOAUTH2", "user=" + user + "\1" + bearer, "");
        } else if (offered.contains("OAUTHBEARER")) {
            String header = "n,a=" + user.replace("=", "=3D").replace(",", "=2C") + ",\1host=" + server.host()
                    + "\1port=" + server.port() + "\1";
            exchange("OAUTHBEARER", header + bearer, CONTROL_A);
        } else {
            throw notOffered("XOAUTH2, OAUTHBEARER", offered);
        }
    }

    private void password(Password password, Set<String> offered) throws IOException {
        String secret = password.password().reveal();
        if (offered.contains("PLAIN")) {
            exchange("PLAIN", "\0" + password.user() + "\0" + secret, "");
        } else if (offered.contains("LOGIN")) {
            expect(wire.ask("AUTH LOGIN"), 334);
            expect(wire.ask(base64(password.user())), 334);
            wire.keepSecret(base64(secret));
            expect(wire.ask(base64(secret)), 235);
        } else {
            throw notOffered("PLAIN, LOGIN", offered);
        }
    }

    /** In one round trip where the line fits, else in two. */
    private void exchange(String mechanism, String response, String afterRefusal) throws IOException {
        String encoded = base64(response);
        wire.keepSecret(encoded);
        String command = "AUTH " + mechanism + " " + encoded;
        SmtpReply reply;
        if (command.length() + 2 <= LONGEST_COMMAND) {
            reply = wire.ask(command);
        } else {
            SmtpReply ready = wire.ask("AUTH " + mechanism);
            if (ready.code() != 334) {
                throw refused(ready, "");
            }
            reply = wire.ask(encoded);
        }
        if (reply.code() == 334) {
            // The refusal's particulars come as a challenge; the final reply after an empty answer.
            String particulars = wire.withoutSecrets(decode(reply.text()));
            throw refused(wire.ask(afterRefusal), particulars);
        }
        expect(reply, 235);
    }

    private void expect(SmtpReply reply, int code) {
        if (reply.code() != code) {
            throw refused(reply, "");
        }
    }

    private SmtpConnectException refused(SmtpReply reply, String particulars) {
        String detail = particulars.isEmpty() ? "" : " " + particulars;
        SmtpReply shown = new SmtpReply(reply.code(), reply.text() + detail);
        return new SmtpConnectException(
                reply.isTransient() ? Kind.AUTH_TEMPORARY : Kind.AUTH_REFUSED,
                "the server did not accept the credentials: " + shown,
                shown,
                null);
    }

    private SmtpConnectException notOffered(String wanted, Set<String> offered) {
        return new SmtpConnectException(
                Kind.AUTH_NOT_OFFERED, server.host() + " offers " + offered + ", and not " + wanted, null, null);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String challenge) {
        try {
            String text = new String(Base64.getDecoder().decode(challenge.strip()), StandardCharsets.UTF_8);
            return text.replaceAll("\\p{Cc}", " ");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
