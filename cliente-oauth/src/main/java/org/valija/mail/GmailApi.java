package org.valija.mail;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where and how Gmail's API takes mail (developers.google.com/workspace/gmail/api/guides/uploads).
 *
 * @param base address below which {@code /upload/gmail/v1/} is; without encryption only on this machine
 * @param trust further certificate authorities; empty for the platform's
 * @param connectTimeout until the connection stands
 * @param patience without an octet going out, and for the answer after the last one
 * @param largestMail in octets; a larger one is not sent
 * @param resumableFrom a mail of this many octets goes up resumably: one request more, and a broken connection can be
 *     asked about
 */
public record GmailApi(
        URI base,
        Optional<SSLContext> trust,
        Duration connectTimeout,
        Duration patience,
        long largestMail,
        long resumableFrom) {

    private static final long LARGEST = 35L * 1024 * 1024;
    private static final long RESUMABLE = 5L * 1024 * 1024;

    public GmailApi {
        if (!"https".equals(base.getScheme()) && !isLoopback(base)) {
            throw new IllegalArgumentException("Gmail's API is only asked over https, not at " + base);
        }
    }

    /** Google's own. */
    public static GmailApi google() {
        return at(URI.create("https://gmail.googleapis.com/"));
    }

    /** One that behaves as Google's, elsewhere. */
    public static GmailApi at(URI base) {
        return new GmailApi(base, Optional.empty(), Duration.ofSeconds(15), Duration.ofSeconds(90), LARGEST, RESUMABLE);
    }

    /** The same API with further certificate authorities. */
    public GmailApi trusting(SSLContext authorities) {
        return new GmailApi(base, Optional.of(authorities), connectTimeout, patience, largestMail, resumableFrom);
    }

    /** The same API with other patience. */
    public GmailApi waiting(Duration connect, Duration answer) {
        return new GmailApi(base, trust, connect, answer, largestMail, resumableFrom);
    }

    /** The same API with another size from which mail goes up resumably. */
    public GmailApi resumableFrom(long octets) {
        return new GmailApi(base, trust, connectTimeout, patience, largestMail, octets);
    }

    /** The address that takes mail, for one way of uploading. */
    URI send(String uploadType) {
        return base.resolve("/upload/gmail/v1/users/me/messages/send?uploadType=" + uploadType);
    }

    /** Whether a token may be shown at that address too. */
    boolean isOwn(URI address) {
        return base.getScheme().equals(address.getScheme())
                && String.valueOf(base.getRawAuthority()).equals(address.getRawAuthority());
    }

    private static boolean isLoopback(URI uri) {
        String host = String.valueOf(uri.getHost());
        return "http".equals(uri.getScheme())
                && (host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}"));
    }
}
