package org.valija.server.tls;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * The certificate that the console shows, and its renewal: when what is in its files changes, new connections get the new one, and
 * those that are open go on. A new one that cannot be used leaves the old one in its place, and says so in the log and at the
 * console until it is mended. One whose time is over when the server starts is shown all the same: mails go on, and whoever looks
 * at the console is told by the browser and by the console. Thread-safe.
 */
public final class ConsoleCertificate implements AutoCloseable {

    static final String BUNDLE = "console";

    /** Days before its end from which the console says so. */
    public static final int WARNED = 21;

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleCertificate.class);

    /** TLS 1.3, and of TLS 1.2 what keeps secrets that were recorded. */
    private static final SslOptions OPTIONS = SslOptions.of(
            new String[] {
                "TLS_AES_256_GCM_SHA384",
                "TLS_AES_128_GCM_SHA256",
                "TLS_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
            },
            new String[] {"TLSv1.3", "TLSv1.2"});

    private final CertificateFiles files;
    private final boolean on;
    private final Clock clock;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("certificate").factory());

    private volatile @Nullable Certificate current;
    private volatile @Nullable UnusableCertificateException trouble;
    private volatile String state = "";
    private @Nullable SslBundleRegistry registry;

    ConsoleCertificate(TlsProperties properties, CertificateFiles files, Clock clock) {
        this.files = files;
        this.on = properties.isOn();
        this.clock = clock;
        if (on) {
            long every = properties.checkEvery().toMillis();
            watch.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
        }
    }

    /** Whether the console speaks TLS by itself. */
    public boolean isOn() {
        return on;
    }

    /** Whole days that the certificate is still good; negative when it is over, empty without TLS. */
    public OptionalLong daysLeft() {
        Certificate now = current;
        return now == null ? OptionalLong.empty() : OptionalLong.of(now.daysLeft(clock));
    }

    /** When the certificate ends; empty without TLS. */
    public Optional<Instant> ends() {
        return Optional.ofNullable(current).map(Certificate::ends);
    }

    /** SHA-256 of the certificate, for people to compare; empty without TLS. */
    public Optional<String> fingerprint() {
        return Optional.ofNullable(current).map(Certificate::fingerprint);
    }

    /** What is wrong with the files that should have renewed it, or with itself, in a reader's language. */
    public Optional<String> trouble(Locale locale) {
        return Optional.ofNullable(trouble)
                .or(() -> current().flatMap(now -> now.outOfTime(clock)))
                .map(wrong -> wrong.said(locale));
    }

    /** Whether its files should have renewed it, and cannot. */
    public boolean isKept() {
        return trouble != null;
    }

    /** Whether somebody should see to it: it ends soon or is over, or its renewal cannot be used. */
    public boolean needsCare() {
        return trouble(Locale.ROOT).isPresent() || endsSoon();
    }

    /** Whether its time has not come: then a clock is wrong. */
    public boolean isEarly() {
        return current().flatMap(now -> now.outOfTime(clock)).isPresent()
                && daysLeft().orElse(0) >= 0;
    }

    /** Whether it is still good, and not for long. */
    public boolean endsSoon() {
        return current()
                .filter(now -> now.outOfTime(clock).isEmpty() && now.daysLeft(clock) < WARNED)
                .isPresent();
    }

    /** Whether nobody else vouches for it. */
    public boolean isSelfSigned() {
        return Optional.ofNullable(current).filter(Certificate::selfSigned).isPresent();
    }

    /** Whether it is for that host name. */
    public boolean isFor(String host) {
        return Optional.ofNullable(current).filter(now -> now.isFor(host)).isPresent();
    }

    Optional<Certificate> current() {
        return Optional.ofNullable(current);
    }

    /** Before the server listens. */
    synchronized void register(SslBundleRegistry bundles) {
        if (on) {
            state = files.state();
            Certificate first = files.read();
            // It may have been made by reading.
            state = files.state();
            current = first;
            registry = bundles;
            bundles.registerBundle(BUNDLE, bundle(first));
            first.outOfTime(clock).ifPresent(wrong -> LOG.warn("browsers refuse the console: {}", wrong.getMessage()));
            warn();
        }
    }

    /** Looks at the files once. */
    synchronized void look() {
        SslBundleRegistry bundles = registry;
        try {
            files.renew();
        } catch (RuntimeException e) {
            tell(new UnusableCertificateException("unreadable", String.valueOf(e.getMessage()), e));
            return;
        }
        String now = files.state();
        if (bundles == null || now.equals(state)) {
            // The files are as they were when they were good.
            trouble = null;
            return;
        }
        try {
            Certificate renewed = files.read();
            renewed.outOfTime(clock).ifPresent(wrong -> {
                throw wrong;
            });
            bundles.updateBundle(BUNDLE, bundle(renewed));
            current = renewed;
            trouble = null;
            state = now;
            LOG.warn("the console has a new certificate, good until {}: {}", renewed.ends(), renewed.fingerprint());
            warn();
        } catch (UnusableCertificateException e) {
            tell(e);
        } catch (RuntimeException e) {
            tell(new UnusableCertificateException("unreadable", String.valueOf(e.getMessage()), e));
        }
    }

    /** Once, not at every look; what is mended is looked at again. */
    private void tell(UnusableCertificateException wrong) {
        UnusableCertificateException before = trouble;
        if (before == null || !before.said(Locale.ROOT).equals(wrong.said(Locale.ROOT))) {
            LOG.warn("the console keeps its old certificate: {}", wrong.getMessage());
        }
        trouble = wrong;
    }

    private void warn() {
        daysLeft().ifPresent(days -> {
            if (days >= 0 && days < WARNED) {
                LOG.warn("the console's certificate ends in {} days", days);
            }
        });
    }

    private static SslBundle bundle(Certificate certificate) {
        return SslBundle.of(
                SslStoreBundle.of(certificate.store(), Certificate.PASSWORD, null),
                SslBundleKey.of(Certificate.PASSWORD, Certificate.ALIAS),
                OPTIONS);
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
