package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/**
 * Whatever a user types as subject, name, address or file name either is refused as {@link IllegalArgumentException}, or
 * gives a header that stays within its lines and is read back as it was typed.
 */
class MimeHeaderFuzzTest {

    private static final int LONGEST_LINE = 998;
    private static final List<String> FIELDS = List.of(
            "Date",
            "From",
            "To",
            "Cc",
            "Reply-To",
            "Message-ID",
            "Subject",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "Content-Disposition");

    @DictionaryEntries({
        "\\x0D\\x0ABcc: eva@cliente.mx",
        "=?UTF-8?Q?=C3=B1?=",
        "=?UTF-8?B?w7E=?= =?",
        "\\x5C\\x22",
        "\\x5C ",
        ";filename=",
        "*0*=UTF-8''%C3",
        "á, é; <í> (ó)",
        "%22%0D%0A",
        "\\xF0\\x9F\\x98\\x80"
    })
    @FuzzTest
    void anythingAUserTypes(FuzzedDataProvider typed) throws IOException, MessagingException {
        OutgoingMail mail;
        try {
            mail = OutgoingMail.builder()
                    .from(new MailAddress(typed.consumeString(80) + "@empresa.mx", wellFormed(typed, 400)))
                    .to("\"" + typed.consumeString(60).replace("\"", "") + "\" <ana@cliente.mx>")
                    .subject(wellFormed(typed, 2_000))
                    .text(typed.consumeString(50))
                    .attach(new Attachment(wellFormed(typed, 600), "application/pdf", ContentSource.of(new byte[] {1})))
                    .build();
        } catch (IllegalArgumentException refused) {
            return;
        }
        try (MimeContent content = MimeContent.of(mail);
                InputStream in = content.open()) {
            String octets = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            checkLines(octets);
            checkReadBack(mail, octets);
        }
    }

    /** Halves of a surrogate pair are no text that could be read back. */
    private static String wellFormed(FuzzedDataProvider typed, int longest) {
        String text = typed.consumeString(longest);
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static void checkLines(String octets) {
        assertThat(octets.replace("\r\n", "")).doesNotContain("\r", "\n");
        boolean header = true;
        for (String line : octets.split("\r\n", -1)) {
            assertThat(line.length()).isLessThanOrEqualTo(LONGEST_LINE);
            if (header && !line.isEmpty() && line.charAt(0) != ' ' && line.charAt(0) != '\t') {
                assertThat(FIELDS).contains(line.substring(0, Math.max(0, line.indexOf(':'))));
            }
            header &= !line.isEmpty();
        }
    }

    private static void checkReadBack(OutgoingMail mail, String octets) throws MessagingException, IOException {
        Properties properties = new Properties();
        properties.setProperty("mail.mime.allowutf8", "true");
        MimeMessage read = new MimeMessage(
                Session.getInstance(properties),
                new java.io.ByteArrayInputStream(octets.getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(text(read.getSubject())).isEqualTo(collapsed(mail.subject()));
        InternetAddress from = (InternetAddress) read.getFrom()[0];
        assertThat(read.getFrom()).hasSize(1);
        assertThat(from.getAddress()).isEqualTo(mail.from().address());
        assertThat(text(from.getPersonal())).isEqualTo(collapsed(mail.from().name()));
        assertThat(read.getRecipients(RecipientType.TO)).hasSize(1);
        assertThat(read.getAllRecipients()).hasSize(1);
        MimeMultipart parts = (MimeMultipart) read.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(collapsed(text(parts.getBodyPart(1).getFileName())))
                .isEqualTo(collapsed(mail.attachments().get(0).fileName()));
    }

    private static String text(@org.jspecify.annotations.Nullable String read) {
        return collapsed(read == null ? "" : read);
    }

    /** Folding may change white space; RFC 5322 §2.2.3. */
    private static String collapsed(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
