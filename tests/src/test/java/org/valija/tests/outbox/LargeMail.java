package org.valija.tests.outbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.valija.mail.Envelope;
import org.valija.mail.MailAddress;
import org.valija.mail.MailContent;
import org.valija.outbox.Lane;
import org.valija.outbox.NewMail;

/**
 * A mail of 20 MB which follows from its number alone and is never held whole: every process can hand it in, and whatever
 * arrives can be compared.
 *
 * @param number which is also in its recipient's address
 */
record LargeMail(int number) implements MailContent {

    private static final int PARTS = 20;
    private static final int PART = 1024 * 1024;
    private static final int TITLE = 64;
    private static final int LINE = 76;
    private static final byte[] LINES = lines();

    private static byte[] lines() {
        Random random = new Random(20);
        byte[] lines = new byte[PART - TITLE];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = (byte) ('A' + random.nextInt(26));
        }
        for (int end = LINE; end < lines.length; end += LINE) {
            lines[end - 2] = '\r';
            lines[end - 1] = '\n';
        }
        lines[lines.length - 2] = '\r';
        lines[lines.length - 1] = '\n';
        return lines;
    }

    /** Its first line is the mail's header; in the others it is text. */
    private byte[] title(int part) {
        String line = "Subject: part " + part + " of mail " + number;
        byte[] title = new byte[TITLE];
        Arrays.fill(title, (byte) ' ');
        byte[] words = line.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(words, 0, title, 0, words.length);
        System.arraycopy("\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 0, title, TITLE - 4, 4);
        return title;
    }

    @Override
    public long size() {
        return (long) PARTS * PART;
    }

    @Override
    public InputStream open() {
        return new SequenceInputStream(Collections.enumeration(IntStream.range(0, PARTS)
                .<InputStream>mapToObj(part ->
                        new SequenceInputStream(new ByteArrayInputStream(title(part)), new ByteArrayInputStream(LINES)))
                .toList()));
    }

    @Override
    public boolean needsSmtpUtf8() {
        return false;
    }

    String recipient() {
        return "cliente" + number + "@cliente.example";
    }

    NewMail of(long grantId, String sender) {
        return new NewMail(
                grantId,
                Lane.BULK,
                new Envelope(MailAddress.of(sender), List.of(MailAddress.of(recipient()))),
                "<large-" + number + "@valija.example>",
                "Mail " + number,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Of all its octets, in hexadecimal. */
    String sha256() {
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(open(), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
