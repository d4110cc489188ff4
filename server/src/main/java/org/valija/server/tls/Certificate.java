package org.valija.server.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The console's certificate as it was read.
 *
 * @param store with the chain and its key, under {@link #ALIAS} and {@link #PASSWORD}
 * @param leaf the console's own
 * @param selfSigned whether nobody else vouches for it
 */
record Certificate(KeyStore store, X509Certificate leaf, boolean selfSigned) {

    static final String ALIAS = "console";
    /** Of a store that is in memory alone. */
    static final String PASSWORD = "in-memory";

    private static final int SECONDS_A_DAY = 86_400;
    private static final int DNS_NAME = 2;
    private static final int ADDRESS = 7;

    /** SHA-256, as browsers show it. */
    String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Instant ends() {
        return leaf.getNotAfter().toInstant();
    }

    /** What browsers say against it now: its time is over, or has not come. */
    Optional<UnusableCertificateException> outOfTime(Clock clock) {
        Instant now = clock.instant();
        Instant begins = leaf.getNotBefore().toInstant();
        if (ends().isBefore(now)) {
            return Optional.of(new UnusableCertificateException("over", ends()));
        }
        return begins.isAfter(now)
                ? Optional.of(new UnusableCertificateException("not-yet", begins))
                : Optional.empty();
    }

    /** Whole days; negative when it is over. */
    long daysLeft(Clock clock) {
        return Math.floorDiv(Duration.between(clock.instant(), ends()).toSeconds(), SECONDS_A_DAY);
    }

    /** Host names and addresses that it is for, in small letters. */
    List<String> names() {
        try {
            return Optional.ofNullable(leaf.getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .filter(name -> name.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == ADDRESS))
                    .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                    .toList();
        } catch (CertificateParsingException e) {
            throw new UnusableCertificateException("unreadable", String.valueOf(e.getMessage()), e);
        }
    }

    /** Whether it is for that host; {@code *.} stands for one part. */
    boolean isFor(String host) {
        return names().stream()
                .anyMatch(name -> name.equals(host)
                        || name.startsWith("*.")
                                && host.indexOf('.') > 0
                                && host.substring(host.indexOf('.')).equals(name.substring(1)));
    }
}
