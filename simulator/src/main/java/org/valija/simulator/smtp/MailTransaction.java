package org.valija.simulator.smtp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** One message under way, from {@code MAIL} to its content (RFC 5321 §3.3). Not thread-safe. */
final class MailTransaction {

    private final String sender;
    private final List<String> parameters;
    private final boolean internationalized;
    private final List<String> recipients = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean chunked;
    private boolean failed;

    MailTransaction(MailPath path) {
        this.sender = path.address();
        this.parameters = path.parameters();
        this.internationalized = path.parameters().stream().anyMatch("SMTPUTF8"::equalsIgnoreCase);
    }

    String sender() {
        return sender;
    }

    List<String> parameters() {
        return parameters;
    }

    boolean isInternationalized() {
        return internationalized;
    }

    List<String> recipients() {
        return recipients;
    }

    ByteArrayOutputStream content() {
        return content;
    }

    /** Whether a {@code BDAT} came, after which {@code DATA} may not (RFC 3030 §2). */
    boolean isChunked() {
        return chunked;
    }

    void markChunked() {
        chunked = true;
    }

    /** Whether a chunk was refused: nothing but {@code RSET} helps then. */
    boolean isFailed() {
        return failed;
    }

    void markFailed() {
        failed = true;
    }
}
