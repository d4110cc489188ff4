package org.valija.simulator.smtp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.valija.simulator.inbox.Inbox;
import org.valija.simulator.tls.Certificates;
import org.valija.simulator.tls.ServerCertificate;

/**
 * What a test tells the SMTP server and asks of it. Settings take effect at the next command, misbehaviour at the next
 * matching one. Thread-safe.
 *
 * <p>A command is named by its verb; {@code CONNECT} stands for the greeting and {@code CONTENT} for the moment after a
 * message's content, be it by {@code DATA} or by the last {@code BDAT}. Misbehaviours of one command are worked off in
 * the order given; a stall goes together with the one that follows it. A reply of 421 or 521 closes the connection.
 */
public final class SimulatedSmtp implements AutoCloseable {

    /** For misbehaviour that lasts until {@link #clearFailures()}. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private final SmtpSettings settings = new SmtpSettings();
    private final SmtpScript script = new SmtpScript();
    private final SmtpCounters counters = new SmtpCounters();
    private final SmtpServer server;
    private final int port;
    private final int implicitTlsPort;

    private SimulatedSmtp(
            int port,
            int implicitTlsPort,
            AccessTokens tokens,
            Certificates certificates,
            Inbox inbox,
            Executor executor,
            CountDownLatch closing) {
        SmtpEnvironment environment =
                new SmtpEnvironment(settings, script, counters, tokens, certificates, inbox, closing);
        this.server = new SmtpServer(environment, executor);
        server.listen(port, implicitTlsPort);
        this.port = server.plainPort();
        this.implicitTlsPort = server.implicitTlsPort();
    }

    /** Starts to listen on both ports; 0 takes a free one. {@code closing} ends stalls. */
    public static SimulatedSmtp start(
            int port,
            int implicitTlsPort,
            AccessTokens tokens,
            Certificates certificates,
            Inbox inbox,
            Executor executor,
            CountDownLatch closing) {
        return new SimulatedSmtp(port, implicitTlsPort, tokens, certificates, inbox, executor, closing);
    }

    /** The port that begins in clear and offers STARTTLS; the same for the whole life. */
    public int port() {
        return port;
    }

    /** The port with TLS from the first octet; the same for the whole life. */
    public int implicitTlsPort() {
        return implicitTlsPort;
    }

    /** Answers the next {@code times} commands with {@code reply}, without executing them. */
    public void onCommand(String command, String reply, int times) {
        script.add(command, ScriptedAction.reply(reply), times);
    }

    /** Answers {@code RCPT} for this address so, until {@link #clearFailures()}. */
    public void onRecipient(String address, String reply) {
        script.replyToRecipient(address, reply);
    }

    /** Waits before executing the next {@code times} commands. */
    public void stallOn(String command, Duration delay, int times) {
        script.add(command, ScriptedAction.stall(delay), times);
    }

    /** Drops the connection instead of executing the command. */
    public void closeBefore(String command, int times) {
        script.add(command, ScriptedAction.of(ScriptedAction.Kind.CLOSE_BEFORE), times);
    }

    /** Closes the connection after executing and answering the command. */
    public void closeAfter(String command, int times) {
        script.add(command, ScriptedAction.of(ScriptedAction.Kind.CLOSE_AFTER), times);
    }

    /** Executes the command and drops the connection without answering: with {@code CONTENT}, the mail is accepted. */
    public void loseReplyOn(String command, int times) {
        script.add(command, ScriptedAction.of(ScriptedAction.Kind.LOSE_REPLY), times);
    }

    /** Forgets all misbehaviour still to come, replies to recipients included. */
    public void clearFailures() {
        script.clear();
    }

    /** How often each misbehaviour was done since the start, by its kind and command: {@code lose-reply CONTENT}. */
    public Map<String, Long> misbehaviours() {
        return script.done();
    }

    /** After so many messages of one user, counted from the start, {@code MAIL} is answered 550 5.4.5. */
    public void setQuota(int messages) {
        settings.quota = messages;
    }

    /** Starts a new day: every user's messages are counted from zero again. */
    public void resetQuotas() {
        counters.resetQuotas();
    }

    /** Announces an extension and honours it, as all are from the start. */
    public void enable(SmtpExtension extension) {
        settings.extensions.add(extension);
    }

    /** Neither announces nor honours an extension. Without PIPELINING, commands sent in groups are refused. */
    public void disable(SmtpExtension extension) {
        settings.extensions.remove(extension);
    }

    /** The largest message in octets. */
    public void setSizeLimit(long octets) {
        settings.sizeLimit = octets;
    }

    /** The longest {@code AUTH} line with its line end; 512 unless set. A longer one is answered 500 5.5.6. */
    public void setAuthLineLimit(int octets) {
        settings.authLineLimit = octets;
    }

    /** The most recipients of one message; 100 unless set. */
    public void setRecipientLimit(int recipients) {
        settings.recipientLimit = recipients;
    }

    /** Whether {@code MAIL} needs authentication; true unless set. */
    public void setAuthenticationRequired(boolean required) {
        settings.authenticationRequired = required;
    }

    /** Whether content from a sender other than the user is refused with 550 5.7.60; false unless set. */
    public void setForeignSenderRefused(boolean refused) {
        settings.foreignSenderRefused = refused;
    }

    /** Whether content with a lone CR or LF is refused; true unless set. Around the end of data it always is. */
    public void setBareLineEndsRefused(boolean refused) {
        settings.bareLineEndsRefused = refused;
    }

    /** Accepts this password too, by {@code AUTH PLAIN} and {@code LOGIN}, which are announced from then on. */
    public void acceptPassword(String user, String password) {
        settings.passwords.put(user, password);
    }

    /** Which certificate to show on connections from now on. */
    public void useCertificate(ServerCertificate certificate) {
        settings.certificate = certificate;
    }

    /** Closes both ports; connections that are open stay. */
    public void stopListening() {
        server.stopListening();
    }

    /** Opens both ports again, with the same numbers. */
    public void listen() {
        server.listen(port, implicitTlsPort);
    }

    /** Drops every connection that is open. */
    public void dropConnections() {
        server.dropConnections();
    }

    /** Connections accepted since the start. */
    public long connections() {
        return counters.connections.get();
    }

    /** Connections that are open now. */
    public int openConnections() {
        return server.openConnections();
    }

    /** TLS handshakes that went on with an earlier session instead of making a new one. */
    public long resumedTlsSessions() {
        return counters.resumedTlsSessions.get();
    }

    /** {@code AUTH} commands that were executed, refused ones included. */
    public long authAttempts() {
        return counters.authAttempts.get();
    }

    /** {@code AUTH} commands that succeeded. */
    public long authentications() {
        return counters.authentications.get();
    }

    /** Messages accepted, those whose reply was lost included. */
    public long messages() {
        return counters.messages.get();
    }

    /** The last five hundred connections, oldest first, with credentials and content left out. */
    public List<SmtpTranscript> transcripts() {
        return server.transcripts();
    }

    @Override
    public void close() {
        server.close();
    }
}
