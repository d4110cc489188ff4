package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MimeContentTest {

    private static final String ID = "<x1@x.example>";

    @Test
    void headersAreWhatTheAuthorMeantAndHiddenRecipientsStayHidden() throws Exception {
        OutgoingMail mail = letter().to("\"Álvarez, Ana\" <ana@a.example>")
                .cc("luz@a.example")
                .bcc("Oculta <eva@a.example>")
                .replyTo("cobranza@x.example")
                .subject("Constancia de retención nº 91778 😀".repeat(5))
                .text("¿Qué tal?")
                .build();

        String octets = new String(octets(mail), StandardCharsets.US_ASCII);
        assertThat(octets).doesNotContain("eva@").doesNotContain("Oculta").doesNotContainIgnoringCase("bcc");
        assertThat(octets.lines()).allMatch(line -> line.length() <= 998);
        MimeMessage read = parse(mail);
        assertThat(read.getSubject()).isEqualTo(mail.subject());
        assertThat(read.getAllRecipients()).hasSize(2);
        assertThat(((jakarta.mail.internet.InternetAddress) read.getAllRecipients()[0]).getPersonal())
                .isEqualTo("Álvarez, Ana");
        assertThat(read.getReplyTo()[0]).hasToString("cobranza@x.example");
        assertThat(read.getSentDate().toInstant().getEpochSecond())
                .isEqualTo(mail.date().getEpochSecond());
        assertThat(read.getContent().toString().strip()).isEqualTo("¿Qué tal?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=?UTF-8?Q?=C3=B1?=", "=?UTF-8?B?w7E=?= is how ñ is written", "why =?"})
    void subjectThatLooksEncodedIsReadAsItWasTyped(String subject) throws Exception {
        assertThat(parse(letter().to("ana@a.example").subject(subject).build()).getSubject())
                .isEqualTo(subject);
    }

    @Test
    void messageIdIsKept() throws Exception {
        OutgoingMail made = letter().to("ana@a.example").build();
        OutgoingMail mail = new OutgoingMail(
                made.from(),
                made.to(),
                List.of(),
                List.of(),
                made.replyTo(),
                "",
                "",
                Optional.empty(),
                List.of(),
                ID,
                made.date());

        assertThat(parse(mail).getMessageID()).isEqualTo(ID);
        assertThat(octets(mail)).isEqualTo(octets(mail));
    }

    @Test
    void aFormattedBodyStandsBesideTheText() throws Exception {
        OutgoingMail.Builder letter =
                letter().to("ana@a.example").text("Hola, Ana:\nabre").html("<p>Ábrelo</p>");

        assertBothWays((MimeMultipart) parse(letter.build()).getContent());
        OutgoingMail mixed = letter.attach(new Attachment("a.bin", "image/png", ContentSource.of(new byte[] {1})))
                .build();
        MimeMultipart parts = (MimeMultipart) parse(mixed).getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertBothWays((MimeMultipart) parts.getBodyPart(0).getContent());
    }

    private static void assertBothWays(MimeMultipart bodies) throws Exception {
        assertThat(bodies.getContentType()).startsWith("multipart/alternative");
        assertThat(bodies.getBodyPart(0).getContentType()).startsWith("text/plain");
        assertThat(bodies.getBodyPart(0).getContent()).isEqualTo("Hola, Ana:\r\nabre");
        assertThat(bodies.getBodyPart(1).getContentType()).startsWith("text/html");
        assertThat(bodies.getBodyPart(1).getContent()).isEqualTo("<p>Ábrelo</p>");
    }

    @Test
    void anotherSenderChangesTheFromAlone() throws Exception {
        OutgoingMail mail = letter().to("ana@a.example")
                .subject("Ñandú")
                .text("línea\nlínea")
                .html("<b>línea</b>")
                .build();
        try (MimeContent content = MimeContent.of(mail);
                MimeContent moved = MimeContent.sentBy(MailAddress.of("otra@b.example"), content)) {
            String was = new String(content.open().readAllBytes(), StandardCharsets.US_ASCII);
            String is = new String(moved.open().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(is).isEqualTo(was.replace("From: " + mail.from().address(), "From: otra@b.example"));
            assertThat(is).contains("From: otra@b.example\r\n", "Message-ID: " + mail.messageId());
            assertThat(moved.size()).isEqualTo(is.length());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 56, 57, 58, 75, 76, 77, 1_000, 191_000, 196_608, 262_144, 307_201, 900_000})
    void attachmentArrivesByteForByte(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        OutgoingMail mail = letter().to("ana@a.example")
                .attach(new Attachment("a.bin", "application/octet-stream", ContentSource.of(bytes)))
                .build();

        assertThat(attachment(mail).getInputStream().readAllBytes()).isEqualTo(bytes);
        assertSizeIsExact(mail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "text/xml", "application/xml", "message/rfc822", "multipart/mixed", "image/png"})
    void attachmentOfAnyTypeArrivesByteForByte(String type) throws Exception {
        byte[] bytes = "<r a='ñ'/>\n.\r\n..\rFrom: x@y.example\n\n--x\nñ".getBytes(StandardCharsets.UTF_8);
        OutgoingMail mail = letter().to("ana@a.example")
                .attach(new Attachment("a.txt", type, ContentSource.of(bytes)))
                .build();

        assertThat(attachment(mail).getInputStream().readAllBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retención 91778.pdf",
                "nómina \"final\" (2).pdf",
                "it's 100%; a=b.pdf",
                "back\\slash.pdf",
                "日本語 😀.pdf",
                "plain.pdf"
            })
    void fileNameIsReadBack(String name) throws Exception {
        assertThat(attachment(withFile(name)).getFileName()).isEqualTo(name);
    }

    @Test
    void aSubjectAndAFileNameWithoutBlanksStayWithinTheirLines() throws Exception {
        String subject = "Folio-" + "A1b2".repeat(400) + "ñ";
        String fileName = "é".repeat(255) + " (copia 2).pdf";
        OutgoingMail mail = OutgoingMail.builder()
                .from("juan@empresa.mx")
                .to("ana@cliente.mx")
                .subject(subject)
                .attach(new Attachment(fileName, "application/pdf", ContentSource.of(new byte[] {1})))
                .build();

        try (MimeContent content = MimeContent.of(mail)) {
            String octets = new String(content.open().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(octets.lines()).allMatch(line -> line.length() <= 998);
            MimeMessage read = new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(octets.getBytes(StandardCharsets.US_ASCII)));
            assertThat(read.getSubject()).isEqualTo(subject);
            assertThat(((MimeMultipart) read.getContent()).getBodyPart(1).getFileName())
                    .isEqualTo(fileName);
        }
    }

    @Test
    void longFileNameIsReadBack() throws Exception {
        for (String name : List.of("ñ".repeat(196) + ".pdf", "a".repeat(196) + ".pdf", "a ñ\"".repeat(49) + ".pdf")) {
            assertThat(attachment(withFile(name)).getFileName()).isEqualTo(name);
        }
    }

    @Test
    void fileNameIsWrittenForOldAndNewReaders() throws IOException {
        String octets = new String(octets(withFile("retención 1.pdf")), StandardCharsets.US_ASCII);

        assertThat(octets).contains("filename*=UTF-8''retenci%C3%B3n%201.pdf");
        assertThat(octets)
                .containsPattern("(?s)Content-Type: application/pdf;\\s+name(\\*=UTF-8''retenci|=\"=\\?UTF-8)");
    }

    @Test
    void textWithAnyLineEndsIsWrittenWithTheLineEndsOfAMail() throws Exception {
        for (String text : List.of("", "a", "a\nb\rc\r\nd", "\n\n", "ñ\nñ\r", "x".repeat(3_000), ".\n", "a\0b")) {
            OutgoingMail mail = letter().to("ana@a.example").text(text).build();

            String octets = new String(octets(mail), StandardCharsets.US_ASCII);
            assertThat(octets.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
            assertThat(octets).endsWith("\r\n");
            assertThat(octets.lines()).allMatch(line -> line.length() <= 998);
            assertSizeIsExact(mail);
        }
    }

    @Test
    void largeAttachmentIsSpooledToAFileOfItsOwnerThatClosingDeletes() throws Exception {
        long size = 40L * 1024 * 1024;
        OutgoingMail mail = letter().to("ana@a.example")
                .attach(new Attachment("big.bin", "application/octet-stream", () -> new Generated(size)))
                .build();
        Set<Path> before = spooled();
        try (MimeContent content = MimeContent.of(mail)) {
            Set<Path> made = spooled();
            made.removeAll(before);
            Path file = made.stream()
                    .filter(path -> path.toFile().length() == content.size())
                    .findFirst()
                    .orElseThrow();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(digestOfAttachment(content)).isEqualTo(digest(new Generated(size)));

            content.close();
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void smallMailNeedsNoFile() {
        Set<Path> before = spooled();
        try (MimeContent content = MimeContent.of(withFile("a.pdf"))) {
            assertThat(content.size()).isPositive();
            assertThat(before).containsAll(spooled());
        }
    }

    @Test
    void attachmentThatCannotBeReadLeavesNoFileBehind() {
        Set<Path> before = spooled();
        for (RuntimeException failure :
                List.of(new IllegalStateException("gone"), new UncheckedIOException(new IOException("gone")))) {
            OutgoingMail mail = letter().to("ana@a.example")
                    .attach(new Attachment("a", "a/b", () -> new Generated(600_000)))
                    .attach(new Attachment("b", "a/b", () -> {
                        throw failure;
                    }))
                    .build();
            assertThatThrownBy(() -> MimeContent.of(mail)).isSameAs(failure);
        }
        OutgoingMail mail = letter().to("ana@a.example")
                .attach(new Attachment("a", "a/b", () -> new Generated(600_000)))
                .attach(new Attachment("b", "a/b", ContentSource.of(Path.of("no-such-file"))))
                .build();
        assertThatThrownBy(() -> MimeContent.of(mail)).isInstanceOf(UncheckedIOException.class);

        assertThat(before).containsAll(spooled());
    }

    @Test
    void attachmentIsReadOnce() {
        AtomicInteger opened = new AtomicInteger();
        MimeContent.of(letter().to("ana@a.example")
                        .attach(new Attachment("a", "text/plain", () -> {
                            opened.incrementAndGet();
                            return new Generated(10);
                        }))
                        .build())
                .close();

        assertThat(opened).hasValue(1);
    }

    private static OutgoingMail.Builder letter() {
        return OutgoingMail.builder().from("juan@x.example").subject("x").text("y");
    }

    private static OutgoingMail withFile(String name) {
        return letter().to("ana@a.example")
                .attach(new Attachment(name, "application/pdf", ContentSource.of(new byte[] {1})))
                .build();
    }

    private static byte[] octets(OutgoingMail mail) throws IOException {
        try (MimeContent content = MimeContent.of(mail);
                InputStream in = content.open()) {
            // The boundary is the library's, and differs each time.
            return in.readAllBytes();
        }
    }

    private static void assertSizeIsExact(OutgoingMail mail) throws IOException {
        try (MimeContent content = MimeContent.of(mail);
                InputStream in = content.open()) {
            assertThat(in.readAllBytes()).hasSize((int) content.size());
        }
    }

    private static MimeMessage parse(OutgoingMail mail) throws IOException, MessagingException {
        try (MimeContent content = MimeContent.of(mail);
                InputStream in = content.open()) {
            return new MimeMessage(Session.getInstance(new Properties()), in);
        }
    }

    private static BodyPart attachment(OutgoingMail mail) throws IOException, MessagingException {
        return ((MimeMultipart) parse(mail).getContent()).getBodyPart(1);
    }

    private static byte[] digestOfAttachment(MimeContent content) throws Exception {
        try (InputStream in = content.open()) {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), in);
            return digest(((MimeMultipart) message.getContent()).getBodyPart(1).getInputStream());
        }
    }

    private static byte[] digest(InputStream stream) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (DigestInputStream in = new DigestInputStream(stream, digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return digest.digest();
    }

    private static Set<Path> spooled() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir", "/tmp")))) {
            return new TreeSet<>(files.filter(path -> {
                        String name = String.valueOf(path.getFileName());
                        return name.startsWith("valija-") && name.endsWith(".eml");
                    })
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many octets, none of them kept. */
    private static final class Generated extends InputStream {
        private final Random random = new Random(1);
        private long left;

        Generated(long size) {
            left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? random.nextInt(256) : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            for (int i = 0; i < count; i++) {
                target[offset + i] = (byte) read();
            }
            return count;
        }
    }
}
