package org.valija.mail;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.valija.mail.SmtpConnectException.Kind;

/** Commands out, replies in, on one connection. What is said together leaves in one flight. Not thread-safe. */
final class SmtpWire implements AutoCloseable {

    private final Socket socket;
    private final OutputStream out;
    private final ReplyReader in;
    private Extensions extensions = Extensions.NONE;

    SmtpWire(Socket socket) throws IOException {
        this.socket = socket;
        this.out = new BufferedOutputStream(socket.getOutputStream(), 32 * 1024);
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

    /** Content, dot-stuffed by the caller. */
    OutputStream content() {
        return out;
    }

    boolean hasUnreadReplies() throws IOException {
        return in.hasMore();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return plain.contains(":") ? "IPv6:" + plain : plain;
    }
}
