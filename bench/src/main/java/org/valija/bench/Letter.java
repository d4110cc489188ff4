package org.valija.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.valija.mail.MimeContent;
import org.valija.mail.OutgoingMail;

/** The mail that every peer sends: 10 KB of text. */
final class Letter {

    static final String FROM = "bench@valija.example";
    static final String TO = "sink@valija.example";
    static final String SUBJECT = "bench";
    static final String TEXT =
            "The quick brown fox jumps over the lazy dog, again and again, in a bench.\r\n".repeat(136);

    private Letter() {}

    static OutgoingMail mail() {
        return OutgoingMail.builder()
                .from(FROM)
                .to(TO)
                .subject(SUBJECT)
                .text(TEXT)
                .build();
    }

    static byte[] octets() {
        try (MimeContent content = MimeContent.of(mail());
                InputStream in = content.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
