package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingMailTest {

    @Test
    void envelopeHoldsEveryRecipientOnce() {
        OutgoingMail mail = letter().to("ana@a.example, Ana <ANA@a.example>")
                .cc("luz@a.example")
                .bcc("eva@a.example;luz@a.example")
                .build();

        assertThat(mail.envelope().recipients())
                .extracting(MailAddress::address)
                .containsExactly("ana@a.example", "luz@a.example", "eva@a.example");
        assertThat(mail.envelope().sender().address()).isEqualTo("juan@x.example");
    }

    @Test
    void mailWithoutRecipientOrSenderIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> letter().build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutgoingMail.builder().to("ana@a.example").build());
    }

    @Test
    void hiddenRecipientsSuffice() {
        assertThat(letter().bcc("eva@a.example").build().envelope().recipients())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: x@y.example", "a\nb", "a\r", "a\0b", "a\u0085b"})
    void controlCharacterIsRefusedInEveryHeader(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> letter().to("ana@a.example").subject(text).build());
        assertThatIllegalArgumentException().isThrownBy(() -> letter().from(text + "@a.example"));
        assertThatIllegalArgumentException().isThrownBy(() -> letter().replyTo(text + "@a.example"));
        assertThatIllegalArgumentException().isThrownBy(() -> letter().to("x <" + text + "@a.example>"));
        assertThatIllegalArgumentException().isThrownBy(() -> new MailAddress("ana@a.example", text));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Attachment(text, "text/plain", ContentSource.of(new byte[0])));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Attachment("a", "text/" + text, ContentSource.of(new byte[0])));
        assertThatIllegalArgumentException().isThrownBy(() -> withMessageId("<" + text + "@a.example>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "x@y", "<x>", "<@y>", "<x@>", "<x y@z>", "<x@y> ", "<x@y><z@z>", "<ñ@y>"})
    void messageIdOfAnotherFormIsRefused(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> withMessageId(id));
    }

    @Test
    void messageIdsDifferAndBearTheSendersDomainInAscii() {
        OutgoingMail.Builder letter =
                OutgoingMail.builder().from("josé@Peña.example").to("ana@a.example");

        assertThat(letter.build().messageId()).matches("<[\\w.-]+@xn--pea-8ma\\.example>");
        assertThat(letter.build().messageId()).isNotEqualTo(letter.build().messageId());
    }

    @Test
    void fileIsAttachedUnderItsOwnName(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("retención 1.pdf"), "x");

        Attachment attachment =
                letter().to("ana@a.example").attach(file).build().attachments().get(0);

        assertThat(attachment.fileName()).isEqualTo("retención 1.pdf");
        assertThat(attachment.mediaType()).isEqualTo("application/pdf");
    }

    private static OutgoingMail.Builder letter() {
        return OutgoingMail.builder().from("juan@x.example");
    }

    private static OutgoingMail withMessageId(String id) {
        MailAddress ana = MailAddress.of("ana@a.example");
        return new OutgoingMail(
                ana,
                List.of(ana),
                List.of(),
                List.of(),
                Optional.empty(),
                "",
                "",
                Optional.empty(),
                List.of(),
                id,
                Instant.EPOCH);
    }
}
