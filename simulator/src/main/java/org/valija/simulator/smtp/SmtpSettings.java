package org.valija.simulator.smtp;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.valija.simulator.tls.ServerCertificate;

/** What a test may change while the server runs. Each value is read once per command. Thread-safe. */
final class SmtpSettings {

    final Set<SmtpExtension> extensions = Collections.synchronizedSet(EnumSet.allOf(SmtpExtension.class));
    final Map<String, String> passwords = new ConcurrentHashMap<>();
    volatile ServerCertificate certificate = ServerCertificate.TRUSTED;
    volatile long sizeLimit = 35_882_577;
    volatile int authLineLimit = 512;
    volatile int recipientLimit = 100;
    volatile int quota = Integer.MAX_VALUE;
    volatile boolean authenticationRequired = true;
    volatile boolean foreignSenderRefused;
    volatile boolean bareLineEndsRefused = true;

    boolean announces(SmtpExtension extension) {
        return extensions.contains(extension);
    }
}
