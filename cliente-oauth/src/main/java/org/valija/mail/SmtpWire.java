package org.valija.mail;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.valija.mail.SmtpConnectException.Kind;

/**
 * Commands out, replies in, on one connection. What is said together leaves in one flight. Not thread-safe, but for
 * {@link #abortIfStalled} and {@link #close}.
 */
final class SmtpWire implements AutoCloseable {

    private static final int BUFFER = 32 * 1024;

    private final Socket socket;
    private final Socket plain;
    private final OutputStream out;
    private final ReplyReader in;
    private final byte[] buffer = new byte[BUFFER];
    private Extensions extensions = Extensions.NONE;

    /** Monotonic time at which the write that is going on began; 0 while none is. */
    private volatile long writingSince;

    /**
     * @param socket what is said goes through this one
     * @param plain the same, or the one under the encryption
     */
    SmtpWire(Socket socket, Socket plain) throws IOException {
        this.socket = socket;
        this.plain = plain;
        this.out = new BufferedOutputStream(new Watched(socket.getOutputStream()), BUFFER);
        this.in = new ReplyReader(socket.getInputStream());
    }

    /** Says EHLO, or HELO to a server that knows no better. */
    void hello() throws IOException {
        String name = "[" + literal(socket.getLocalAddress()) + "]";
        say("EHLO " + name);
        flush();
        ReplyReader.Lines lines = in.lines();
        if (lines.code() == 250) {
            extensions = Extensions.of(lines.texts());
            return;
        }
        extensions = Extensions.NONE;
        // Only "never heard of it" is answered with the older greeting; 421 closes the connection.
        SmtpReply reply = lines.code() / 100 == 5 ? ask("HELO " + name) : lines.reply();
        if (!reply.isPositive()) {
            throw new SmtpConnectException(Kind.PROTOCOL, "the server does not talk to us: " + reply, reply, null);
        }
    }

    Extensions extensions() {
        return extensions;
    }

    /** From now on as if the server had not announced it. */
    void distrust(String keyword) {
        extensions = extensions.without(keyword);
    }

    /** Room for content on its way, for one user at a time. */
    byte[] buffer() {
        return buffer;
    }

    /** Puts a command into the flight. A line break inside would be a second command, so there can be none. */
    void say(String command) throws IOException {
        if (MailAddress.hasControl(command)) {
            throw new IllegalArgumentException("a command has no control characters");
        }
        out.write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    void flush() throws IOException {
        out.flush();
    }

    SmtpReply read() throws IOException {
        return in.reply();
    }

    SmtpReply ask(String command) throws IOException {
        say(command);
        flush();
        return read();
    }

    /** No reply that is read from now on repeats what is said in confidence. */
    void keepSecret(String said) {
        in.keepSecret(said);
    }

    /** What was read in an encoded form, without what was said in confidence. */
    String withoutSecrets(String decoded) {
        return in.withoutSecrets(decoded);
    }

    /** Content, dot-stuffed by the caller. */
    OutputStream content() {
        return out;
    }

    boolean hasUnreadReplies() throws IOException {
        return in.hasMore();
    }

    /** Whether the server has sent something unasked: it said goodbye, or closed its side of the encryption. */
    boolean wasAddressedUnasked() throws IOException {
        return in.hasMore() || plain.getInputStream().available() > 0;
    }

    /** How long to wait for each reply from now on. */
    void setPatience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** A server that stops reading would block a write for ever: closes the connection under it. Any thread may call. */
    void abortIfStalled(long now, long longestNanos) throws IOException {
        long since = writingSince;
        if (since != 0 && now - since > longestNanos) {
            plain.close();
        }
    }

    /** Closes under the encryption: its own farewell could wait for the server's, and QUIT has said all there is. */
    @Override
    public void close() throws IOException {
        plain.close();
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return plain.contains(":") ? "IPv6:" + plain : plain;
    }

    /** Notes when a write began, since a socket has no time limit for writing. */
    private final class Watched extends OutputStream {
        private final OutputStream to;

        Watched(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            writingSince = Math.max(1, System.nanoTime());
            to.write(source, offset, length);
            writingSince = 0;
        }

        @Override
        public void flush() throws IOException {
            to.flush();
        }
    }
}
