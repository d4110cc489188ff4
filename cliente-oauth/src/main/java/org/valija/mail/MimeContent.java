package org.valija.mail;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The octets of a mail: header and MIME parts (RFC 5322, RFC 2045), lines ended by CRLF. Up to 256 KB are kept in memory,
 * more in a temporary file that only its owner can read and that {@link #close()} deletes. Names and subjects are encoded
 * so that 7-bit servers take them, unless an address itself needs SMTPUTF8. Thread-safe once made.
 */
public final class MimeContent implements MailContent, AutoCloseable {

    private static final int IN_MEMORY = 256 * 1024;

    private final byte @Nullable [] octets;
    private final @Nullable Path file;
    private final long size;
    private final boolean needsSmtpUtf8;

    private MimeContent(byte @Nullable [] octets, @Nullable Path file, long size, boolean needsSmtpUtf8) {
        this.octets = octets;
        this.file = file;
        this.size = size;
        this.needsSmtpUtf8 = needsSmtpUtf8;
    }

    /**
     * Builds the octets; attachments are read once, as a stream.
     *
     * @throws UncheckedIOException when an attachment cannot be read or the temporary file not written
     */
    public static MimeContent of(OutgoingMail mail) {
        Spool spool = new Spool();
        try (LineEnds out = new LineEnds(new BufferedOutputStream(spool, 64 * 1024))) {
            message(mail).writeTo(out, new String[] {"Bcc", "Content-Length"});
            out.end();
        } catch (IOException e) {
            spool.discard();
            throw new UncheckedIOException("The mail could not be put together: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // A source's own.
            spool.discard();
            throw e;
        } catch (MessagingException e) {
            spool.discard();
            throw new IllegalArgumentException("The mail cannot be put together: " + e.getMessage(), e);
        }
        return spool.content(needsSmtpUtf8(mail));
    }

    /**
     * The octets of a mail that was put together before, from another sender: the header {@code From} differs, nothing else.
     *
     * @throws UncheckedIOException when the content cannot be read
     * @throws IllegalArgumentException when it is no mail
     */
    public static MimeContent sentBy(MailAddress sender, MailContent content) {
        Spool spool = new Spool();
        try (InputStream in = content.open();
                LineEnds out = new LineEnds(new BufferedOutputStream(spool, 64 * 1024))) {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), in);
            message.setFrom(sender.toInternetAddress());
            message.writeTo(out);
            out.end();
        } catch (IOException e) {
            spool.discard();
            throw new UncheckedIOException("The mail could not be read: " + e.getMessage(), e);
        } catch (MessagingException e) {
            spool.discard();
            throw new IllegalArgumentException("The mail cannot be read: " + e.getMessage(), e);
        }
        return spool.content(sender.needsSmtpUtf8() || content.needsSmtpUtf8());
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() throws IOException {
        return file == null
                ? new ByteArrayInputStream(octets == null ? new byte[0] : octets)
                : Files.newInputStream(file);
    }

    @Override
    public boolean needsSmtpUtf8() {
        return needsSmtpUtf8;
    }

    private static boolean needsSmtpUtf8(OutgoingMail mail) {
        return mail.envelope().needsSmtpUtf8()
                || mail.replyTo().filter(MailAddress::needsSmtpUtf8).isPresent();
    }

    /** Deletes the temporary file, if there is one. */
    @Override
    public void close() {
        delete(file);
    }

    private static void delete(@Nullable Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static MimeMessage message(OutgoingMail mail) throws MessagingException, IOException {
        Properties properties = new Properties();
        properties.setProperty("mail.mime.allowutf8", String.valueOf(needsSmtpUtf8(mail)));
        MimeMessage message = new IdentifiedMessage(Session.getInstance(properties), mail.messageId());
        message.setFrom(mail.from().toInternetAddress());
        message.setRecipients(Message.RecipientType.TO, internet(mail.to()));
        message.setRecipients(Message.RecipientType.CC, internet(mail.cc()));
        if (mail.replyTo().isPresent()) {
            message.setReplyTo(internet(List.of(mail.replyTo().get())));
        }
        // The library leaves ASCII as it is: what looks like an encoded word would be decoded by the reader.
        if (LongHeaders.isLongSubject(mail.subject()) || mail.subject().contains("=?")) {
            message.setHeader("Subject", LongHeaders.subject(mail.subject()));
        } else {
            message.setSubject(mail.subject(), "UTF-8");
        }
        message.setSentDate(Date.from(mail.date()));
        if (!mail.attachments().isEmpty()) {
            message.setContent(parts(mail));
        } else if (mail.html().isPresent()) {
            message.setContent(bothWays(mail, mail.html().get()));
        } else {
            message.setText(lines(mail.text()), "UTF-8");
        }
        message.saveChanges();
        return message;
    }

    private static MimeMultipart parts(OutgoingMail mail) throws MessagingException {
        MimeMultipart parts = new MimeMultipart();
        MimeBodyPart text = new MimeBodyPart();
        if (mail.html().isPresent()) {
            text.setContent(bothWays(mail, mail.html().get()));
        } else {
            text.setText(lines(mail.text()), "UTF-8");
        }
        parts.addBodyPart(text);
        for (Attachment attachment : mail.attachments()) {
            MimeBodyPart part = new MimeBodyPart();
            part.setDataHandler(new DataHandler(new AttachmentSource(attachment)));
            if (LongHeaders.isLongFileName(attachment.fileName())) {
                part.setHeader("Content-Type", AttachmentSource.type(attachment));
                part.setHeader("Content-Disposition", LongHeaders.attachment(attachment.fileName()));
            } else {
                part.setFileName(attachment.fileName());
                part.setDisposition(Part.ATTACHMENT);
            }
            // Whatever the type says: only base64 brings every octet through unchanged.
            part.setHeader("Content-Transfer-Encoding", "base64");
            parts.addBodyPart(part);
        }
        return parts;
    }

    /** The last part that a reader can show is the one it shows (RFC 2046 §5.1.4). */
    private static MimeMultipart bothWays(OutgoingMail mail, String html) throws MessagingException {
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(lines(mail.text()), "UTF-8");
        MimeBodyPart formatted = new MimeBodyPart();
        formatted.setText(lines(html), "UTF-8", "html");
        return new MimeMultipart("alternative", plain, formatted);
    }

    /** The text with the line ends of a mail; the library writes them as they are. */
    private static String lines(String text) {
        return text.replaceAll("\\r\\n|\\r|\\n", "\r\n");
    }

    private static InternetAddress[] internet(List<MailAddress> addresses) {
        return addresses.stream().map(MailAddress::toInternetAddress).toArray(InternetAddress[]::new);
    }

    /** Keeps the Message-ID that the mail was given, whatever the library would make up. */
    private static final class IdentifiedMessage extends MimeMessage {
        private final String id;

        IdentifiedMessage(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }

    private record AttachmentSource(Attachment attachment) implements DataSource {
        @Override
        public InputStream getInputStream() throws IOException {
            return attachment.content().open();
        }

        @Override
        public OutputStream getOutputStream() {
            throw new IllegalStateException("an attachment is only read");
        }

        @Override
        public String getContentType() {
            return type(attachment);
        }

        static String type(Attachment attachment) {
            // RFC 2045 §6.4 has no base64 for composite types, and the library would take them apart.
            return attachment.mediaType().matches("(?i)(multipart|message)/.*")
                    ? "application/octet-stream"
                    : attachment.mediaType();
        }

        @Override
        public String getName() {
            return attachment.fileName();
        }
    }

    /** Memory first, a file from 256 KB on. */
    private static final class Spool extends OutputStream {
        private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
        private @Nullable Path file;
        private @Nullable OutputStream toFile;
        private long size;

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (length == 0) {
                return;
            }
            size += length;
            OutputStream target = toFile;
            if (target == null && size > IN_MEMORY) {
                // Files.createTempFile gives the file to its owner alone where the system knows owners.
                Path made = Files.createTempFile("valija-", ".eml");
                file = made;
                target = Files.newOutputStream(made);
                toFile = target;
                memory.writeTo(target);
                memory.reset();
            }
            if (target == null) {
                memory.write(source, offset, length);
            } else {
                target.write(source, offset, length);
            }
        }

        @Override
        public void close() throws IOException {
            OutputStream target = toFile;
            if (target != null) {
                target.close();
            }
        }

        void discard() {
            delete(file);
        }

        MimeContent content(boolean needsSmtpUtf8) {
            return new MimeContent(file == null ? memory.toByteArray() : null, file, size, needsSmtpUtf8);
        }
    }
}
