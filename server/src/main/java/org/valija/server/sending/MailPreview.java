package org.valija.server.sending;

import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.valija.mail.MailContent;

/**
 * A mail as its reader will see it, read from the octets that leave.
 *
 * @param headers in their order, decoded
 * @param text what it says
 * @param files what is attached
 */
public record MailPreview(List<Field> headers, String text, List<File> files) {

    /** What tells how the octets are written, and nothing of what the mail says. */
    private static final Set<String> OF_THE_FORM = Set.of("mime-version", "content-type", "content-transfer-encoding");

    public MailPreview {
        headers = List.copyOf(headers);
        files = List.copyOf(files);
    }

    /** A line of the header. */
    public record Field(String name, String value) {}

    /**
     * A file that is attached.
     *
     * @param index by which {@link #file} gives it
     * @param size in octets
     */
    public record File(int index, String name, String mediaType, long size) {}

    /** A file with its octets. */
    public record Opened(String name, byte[] octets) {}

    /**
     * Reads a mail of ours.
     *
     * @throws UncheckedIOException when its octets cannot be read
     */
    public static MailPreview of(MailContent content) {
        try {
            MimeMessage message = message(content);
            List<Field> headers = new ArrayList<>();
            for (Header header : Collections.list(message.getAllHeaders())) {
                if (!OF_THE_FORM.contains(header.getName().toLowerCase(Locale.ROOT))) {
                    headers.add(
                            new Field(header.getName(), MimeUtility.decodeText(MimeUtility.unfold(header.getValue()))));
                }
            }
            List<File> files = new ArrayList<>();
            List<BodyPart> parts = parts(message);
            for (int i = 1; i < parts.size(); i++) {
                BodyPart part = parts.get(i);
                files.add(new File(i, name(part), type(part), octets(part).length));
            }
            String text = String.valueOf(
                    parts.isEmpty() ? message.getContent() : parts.getFirst().getContent());
            return new MailPreview(headers, text.replace("\r\n", "\n"), files);
        } catch (MessagingException e) {
            throw new IllegalArgumentException("not a mail of ours: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file as it leaves; empty when there is none of that index. */
    public static Optional<Opened> file(MailContent content, int index) {
        try {
            List<BodyPart> parts = parts(message(content));
            return index > 0 && index < parts.size()
                    ? Optional.of(new Opened(name(parts.get(index)), octets(parts.get(index))))
                    : Optional.empty();
        } catch (MessagingException e) {
            throw new IllegalArgumentException("not a mail of ours: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MimeMessage message(MailContent content) throws MessagingException, IOException {
        try (InputStream octets = content.open()) {
            return new MimeMessage(Session.getInstance(new Properties()), octets);
        }
    }

    /** The text first; nothing of a mail that is text alone. */
    private static List<BodyPart> parts(Part message) throws MessagingException, IOException {
        List<BodyPart> parts = new ArrayList<>();
        if (message.getContent() instanceof Multipart several) {
            for (int i = 0; i < several.getCount(); i++) {
                parts.add(several.getBodyPart(i));
            }
        }
        return parts;
    }

    private static String name(Part part) throws MessagingException, IOException {
        String name = part.getFileName();
        return name == null ? "" : MimeUtility.decodeText(name);
    }

    private static String type(Part part) throws MessagingException {
        return part.getContentType().replaceAll("(?s);.*", "").strip();
    }

    private static byte[] octets(Part part) throws MessagingException, IOException {
        try (InputStream decoded = part.getInputStream()) {
            return decoded.readAllBytes();
        }
    }
}
