package org.valija.simulator.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;

/** The dialogue on one connection: commands in order, replies in order. Not thread-safe. */
final class SmtpSession {

    private static final int LONGEST_LINE = 1_024;
    private static final int LONGEST_AUTH_LINE = 16_384;
    private static final Set<String> KNOWN = Set.of(
            "EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "BDAT", "RSET", "NOOP", "QUIT", "VRFY", "HELP");

    private final SmtpConnection connection;
    private final SmtpEnvironment server;
    private final ScriptRunner script;
    private Optional<SaslExchange.Authenticated> user = Optional.empty();
    private boolean greeted;
    private Optional<MailTransaction> transaction = Optional.empty();

    SmtpSession(SmtpConnection connection, SmtpEnvironment server) {
        this.connection = connection;
        this.server = server;
        this.script = new ScriptRunner(connection, server);
    }

    /** Serves the client until one of the two leaves. */
    void run() throws IOException {
        script.run("CONNECT", () -> connection.reply("220 smtp.simulator.test ESMTP simulator"));
        while (true) {
            CommandLine line = connection.input().readLine(LONGEST_AUTH_LINE);
            String verb = line.verb();
            boolean known = KNOWN.contains(verb);
            connection.transcript().client(shown(line, known));
            if (!server.settings().announces(SmtpExtension.PIPELINING)
                    && !verb.equals("BDAT")
                    && !verb.equals("STARTTLS")
                    && connection.input().hasMore()) {
                connection.leave("503 5.5.0 Improper command pipelining");
            }
            if (!known) {
                connection.reply("502 5.5.1 Unrecognized command");
            } else if (verb.equals("BDAT")) {
                chunk(line.argument());
            } else {
                script.run(verb, () -> execute(verb, line));
            }
        }
    }

    private void execute(String verb, CommandLine line) throws IOException {
        int longest = verb.equals("AUTH") ? server.settings().authLineLimit : LONGEST_LINE;
        if (!line.wellEnded()) {
            connection.reply("500 5.5.2 Lines must end with CR LF");
        } else if (!line.complete() || line.octets() > longest) {
            connection.reply(
                    verb.equals("AUTH")
                            ? "500 5.5.6 Authentication Exchange line is too long"
                            : "500 5.5.2 Line too long");
        } else {
            dispatch(verb, line.argument());
        }
    }

    private void dispatch(String verb, String argument) throws IOException {
        switch (verb) {
            case "EHLO", "HELO" -> hello(verb, argument);
            case "STARTTLS" -> startTls(argument);
            case "AUTH" -> authenticate(argument);
            case "MAIL" -> mail(argument);
            case "RCPT" -> recipient(argument);
            case "DATA" -> data(argument);
            case "RSET" -> {
                transaction = Optional.empty();
                connection.reply("250 2.1.5 Flushed");
            }
            case "NOOP" -> connection.reply("250 2.0.0 OK");
            case "VRFY" -> connection.reply("252 2.1.5 Send some mail, I'll try my best");
            case "HELP" ->
                connection.reply("214 2.0.0 EHLO STARTTLS AUTH MAIL RCPT DATA BDAT RSET NOOP QUIT VRFY HELP");
            case "QUIT" -> connection.leave("221 2.0.0 closing connection");
            default -> throw new IllegalStateException(verb);
        }
    }

    private void hello(String verb, String name) throws IOException {
        if (name.isEmpty()) {
            connection.reply("501 5.5.4 " + verb + " needs a name");
            return;
        }
        greeted = true;
        transaction = Optional.empty();
        if (verb.equals("HELO")) {
            connection.reply("250 smtp.simulator.test at your service");
        } else {
            connection.reply(
                    250,
                    Announcement.lines(
                            server.settings(), connection.tlsSession().isPresent()));
        }
    }

    private void startTls(String argument) throws IOException {
        if (connection.tlsSession().isPresent() || !server.settings().announces(SmtpExtension.STARTTLS)) {
            connection.reply(SmtpReplies.BAD_SEQUENCE);
        } else if (!argument.isEmpty()) {
            connection.reply("501 5.5.4 STARTTLS takes no parameter");
        } else {
            connection.reply("220 2.0.0 Ready to start TLS");
            connection.startTls(server.tlsContext(), server.counters());
            greeted = false;
            transaction = Optional.empty();
        }
    }

    private void authenticate(String argument) throws IOException {
        if (connection.tlsSession().isEmpty()) {
            connection.reply("530 5.7.0 Must issue a STARTTLS command first.");
        } else if (!greeted || user.isPresent() || transaction.isPresent()) {
            connection.reply(SmtpReplies.BAD_SEQUENCE);
        } else {
            user = new SaslExchange(connection, server.settings(), server.counters(), server.tokens()).run(argument);
        }
    }

    private void mail(String argument) throws IOException {
        SmtpSettings settings = server.settings();
        Optional<MailPath> path = MailPath.parse("FROM:", argument);
        if (!greeted || transaction.isPresent()) {
            connection.reply(SmtpReplies.BAD_SEQUENCE);
        } else if (settings.authenticationRequired && user.isEmpty()) {
            connection.reply("530 5.7.0 Authentication Required.");
        } else if (user.filter(who -> !who.live().getAsBoolean()).isPresent()) {
            connection.leave(SmtpReplies.SESSION_ENDED);
        } else if (path.filter(MailPath::isSender).isEmpty()) {
            connection.reply("501 5.1.7 Syntax error in the sender");
        } else if (server.counters().acceptedFrom(userName().orElse("")) >= settings.quota) {
            connection.reply(SmtpReplies.QUOTA_EXCEEDED);
        } else {
            Optional<String> refusal = MailParameters.refusal(path.get(), settings);
            connection.reply(refusal.orElse("250 2.1.0 OK"));
            if (refusal.isEmpty()) {
                transaction = Optional.of(new MailTransaction(path.get()));
            }
        }
    }

    private Optional<String> userName() {
        return user.map(SaslExchange.Authenticated::user);
    }

    private void recipient(String argument) throws IOException {
        Optional<MailPath> path = MailPath.parse("TO:", argument);
        if (transaction.isEmpty() || transaction.get().isChunked()) {
            connection.reply(SmtpReplies.BAD_SEQUENCE);
            return;
        }
        MailTransaction mail = transaction.get();
        if (path.isEmpty() || !path.get().isMailbox()) {
            connection.reply("501 5.1.3 Syntax error in the recipient");
        } else if (!path.get().parameters().isEmpty()) {
            connection.reply("555 5.5.4 Unknown parameter");
        } else if (!path.get().isAscii() && !mail.isInternationalized()) {
            connection.reply("553 5.6.7 SMTPUTF8 is required for this address");
        } else if (mail.recipients().size() >= server.settings().recipientLimit) {
            connection.reply("452 4.5.3 Too many recipients");
        } else {
            Optional<String> refusal = server.script().recipientReply(path.get().address());
            if (refusal.isEmpty() || refusal.get().startsWith("2")) {
                mail.recipients().add(path.get().address());
            }
            connection.reply(refusal.orElse("250 2.1.5 OK"));
        }
    }

    private void data(String argument) throws IOException {
        if (transaction.isEmpty() || transaction.get().isChunked()) {
            connection.reply(SmtpReplies.BAD_SEQUENCE);
            return;
        }
        MailTransaction mail = transaction.get();
        if (!argument.isEmpty()) {
            connection.reply("501 5.5.4 DATA takes no parameter");
            return;
        }
        if (mail.recipients().isEmpty()) {
            connection.reply("503 5.5.1 No valid recipients");
            return;
        }
        if (connection.input().hasMore()) {
            connection.leave("503 5.5.0 Content before the reply to DATA");
        }
        connection.reply("354 Go ahead");
        DataReader reader = new DataReader(connection.input(), server.settings().sizeLimit, mail.content());
        DataReader.Outcome outcome = reader.read();
        transaction = Optional.empty();
        connection.transcript().client("(" + mail.content().size() + " octets of content)");
        switch (outcome) {
            case COMPLETE -> content(mail);
            case TOO_LARGE -> connection.reply(SmtpReplies.TOO_LARGE);
            case SMUGGLED -> connection.leave("521 5.5.2 Bare line ends around the end of data");
        }
    }

    /** RFC 3030 §2: the octets follow the command at once and are read whatever the answer. */
    private void chunk(String argument) throws IOException {
        Optional<ChunkHeader> header = ChunkHeader.parse(argument);
        if (header.isEmpty()) {
            connection.leave("501 5.5.4 BDAT needs a length");
            return;
        }
        ChunkHeader chunk = header.get();
        Optional<MailTransaction> taker = transaction
                .filter(mail -> !mail.isFailed() && !mail.recipients().isEmpty())
                .filter(mail -> server.settings().announces(SmtpExtension.CHUNKING));
        boolean fits = taker.filter(mail -> mail.content().size() + chunk.octets() <= server.settings().sizeLimit)
                .isPresent();
        OutputStream target = fits ? taker.get().content() : OutputStream.nullOutputStream();
        connection.input().transfer(chunk.octets(), target);
        connection.transcript().client("(" + chunk.octets() + " octets of content)");
        if (taker.isPresent() && chunk.last()) {
            transaction = Optional.empty();
        }
        boolean executed = script.run("BDAT", () -> {
            if (taker.isEmpty()) {
                connection.reply(SmtpReplies.BAD_SEQUENCE);
            } else {
                keepChunk(taker.get(), chunk, fits);
            }
        });
        if (!executed) {
            taker.ifPresent(MailTransaction::markFailed);
        }
    }

    private void keepChunk(MailTransaction mail, ChunkHeader chunk, boolean fits) throws IOException {
        mail.markChunked();
        if (!fits) {
            mail.markFailed();
            connection.reply(SmtpReplies.TOO_LARGE);
        } else if (chunk.last()) {
            content(mail);
        } else {
            connection.reply("250 2.0.0 " + chunk.octets() + " octets received");
        }
    }

    private void content(MailTransaction mail) throws IOException {
        script.run("CONTENT", () -> connection.reply(server.accept(mail, userName(), connection.tlsSession())));
    }

    private static String shown(CommandLine line, boolean known) {
        if (!known) {
            return "(unknown command, " + line.octets() + " octets)";
        }
        String[] words = line.text().split(" ", 3);
        return line.verb().equals("AUTH") && words.length == 3 ? "AUTH " + words[1] + " •••" : line.text();
    }
}
