package org.valija.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A mail as its author means it; {@link MimeContent} makes the octets of it.
 *
 * @param from the sender identity, and the envelope's sender
 * @param to at least one of {@code to}, {@code cc} and {@code bcc} is not empty
 * @param bcc recipients that no header names
 * @param replyTo where answers go, when not to {@code from}
 * @param text the body
 * @param html the same body for readers that show it formatted; without one, the text alone
 * @param messageId with its angle brackets; the same for every attempt
 * @param date of the header
 */
public record OutgoingMail(
        MailAddress from,
        List<MailAddress> to,
        List<MailAddress> cc,
        List<MailAddress> bcc,
        Optional<MailAddress> replyTo,
        String subject,
        String text,
        Optional<String> html,
        List<Attachment> attachments,
        String messageId,
        Instant date) {

    public OutgoingMail {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        attachments = List.copyOf(attachments);
        if (to.isEmpty() && cc.isEmpty() && bcc.isEmpty()) {
            throw new IllegalArgumentException("a mail has at least one recipient");
        }
        if (MailAddress.hasControl(subject)) {
            throw new IllegalArgumentException("a subject has no line breaks or other control characters");
        }
        if (!messageId.matches("<[!-;=?-~]+@[!-;=?-~]+>")) {
            throw new IllegalArgumentException("a Message-ID has the form <left@right>, in ASCII without blanks");
        }
    }

    public static Builder builder() {
        return new Builder(Clock.systemUTC());
    }

    /** A builder that takes the date from {@code clock}. */
    public static Builder builder(Clock clock) {
        return new Builder(clock);
    }

    /** Who sends to whom, for the wire. */
    public Envelope envelope() {
        List<MailAddress> all = new ArrayList<>(to);
        all.addAll(cc);
        all.addAll(bcc);
        return new Envelope(from, all);
    }

    /** Collects a mail. Not thread-safe. */
    public static final class Builder {
        private final Clock clock;
        private Optional<MailAddress> from = Optional.empty();
        private final List<MailAddress> to = new ArrayList<>();
        private final List<MailAddress> cc = new ArrayList<>();
        private final List<MailAddress> bcc = new ArrayList<>();
        private Optional<MailAddress> replyTo = Optional.empty();
        private String subject = "";
        private String text = "";
        private Optional<String> html = Optional.empty();
        private final List<Attachment> attachments = new ArrayList<>();

        private Builder(Clock clock) {
            this.clock = clock;
        }

        public Builder from(MailAddress value) {
            from = Optional.of(value);
            return this;
        }

        public Builder from(String address) {
            return from(MailAddress.of(address));
        }

        /** Adds recipients, as {@link MailAddress#parseList} reads them. */
        public Builder to(String addresses) {
            to.addAll(MailAddress.parseList(addresses));
            return this;
        }

        /** Adds recipients of a copy. */
        public Builder cc(String addresses) {
            cc.addAll(MailAddress.parseList(addresses));
            return this;
        }

        /** Adds recipients that the others do not see. */
        public Builder bcc(String addresses) {
            bcc.addAll(MailAddress.parseList(addresses));
            return this;
        }

        public Builder replyTo(String address) {
            replyTo = Optional.of(MailAddress.of(address));
            return this;
        }

        public Builder subject(String value) {
            subject = value;
            return this;
        }

        public Builder text(String value) {
            text = value;
            return this;
        }

        /** The same body for readers that show it formatted; the text is still to be given. */
        public Builder html(String value) {
            html = Optional.of(value);
            return this;
        }

        public Builder attach(Attachment attachment) {
            attachments.add(attachment);
            return this;
        }

        /** Attaches a file under its own name, its type by its ending. */
        public Builder attach(Path file) {
            try {
                String type = Optional.ofNullable(Files.probeContentType(file)).orElse("application/octet-stream");
                return attach(new Attachment(String.valueOf(file.getFileName()), type, ContentSource.of(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /**
         * The mail, with a Message-ID of its own.
         *
         * @throws IllegalArgumentException without sender or recipient, or with a line break in the subject
         */
        public OutgoingMail build() {
            MailAddress sender = from.orElseThrow(() -> new IllegalArgumentException("a mail has a sender"));
            Instant now = clock.instant();
            return new OutgoingMail(
                    sender, to, cc, bcc, replyTo, subject, text, html, attachments, messageId(sender, now), now);
        }

        private static String messageId(MailAddress sender, Instant now) {
            String time = Long.toString(now.toEpochMilli(), 36);
            return "<" + time + "." + UUID.randomUUID() + "@"
                    + java.net.IDN.toASCII(sender.domain()).toLowerCase(Locale.ROOT) + ">";
        }
    }
}
