package org.valija.simulator.smtp;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.valija.simulator.inbox.Envelope;
import org.valija.simulator.inbox.Inbox;
import org.valija.simulator.tls.Certificates;

/** What every session of the server shares. */
record SmtpEnvironment(
        SmtpSettings settings,
        SmtpScript script,
        SmtpCounters counters,
        AccessTokens tokens,
        Certificates certificates,
        Inbox inbox,
        CountDownLatch closing) {

    SSLContext tlsContext() {
        return certificates.context(settings.certificate);
    }

    /** Keeps a message, or refuses it; returns the reply. */
    String accept(MailTransaction mail, Optional<String> user, Optional<SSLSession> tls) {
        byte[] content = mail.content().toByteArray();
        boolean foreign =
                user.filter(name -> !name.equalsIgnoreCase(mail.sender())).isPresent();
        if (foreign && settings.foreignSenderRefused) {
            return SmtpReplies.SEND_AS_DENIED;
        }
        if (settings.bareLineEndsRefused && hasBareLineEnd(content)) {
            return "550 5.6.11 Bare CR or LF is not allowed in content";
        }
        Envelope envelope = new Envelope(
                Envelope.Way.SMTP,
                mail.sender(),
                mail.recipients(),
                user,
                tls.map(SSLSession::getProtocol),
                tls.map(SSLSession::getCipherSuite),
                mail.parameters());
        counters.countMessage(user.orElse(""));
        return "250 2.0.0 OK " + inbox.add(envelope, content).id() + " - simulator";
    }

    private static boolean hasBareLineEnd(byte[] content) {
        for (int i = 0; i < content.length; i++) {
            boolean loneReturn = content[i] == '\r' && (i + 1 == content.length || content[i + 1] != '\n');
            boolean loneFeed = content[i] == '\n' && (i == 0 || content[i - 1] != '\r');
            if (loneReturn || loneFeed) {
                return true;
            }
        }
        return false;
    }
}
