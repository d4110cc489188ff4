package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.AddressException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderRecipientsTest {

    private static OutgoingMail.Builder mail() {
        return OutgoingMail.builder()
                .from("juan@empresa.mx")
                .to("\"Álvarez, Ana\" <Ana@Cliente.mx>, beto@cliente.mx")
                .cc("carla@cliente.mx");
    }

    private static HeaderRecipients named(OutgoingMail mail) throws AddressException, IOException {
        try (MimeContent content = MimeContent.of(mail)) {
            return HeaderRecipients.of(content);
        }
    }

    private static String bcc(OutgoingMail mail) throws AddressException, IOException {
        return new String(named(mail).bccFor(mail.envelope()), StandardCharsets.UTF_8);
    }

    @Test
    void onlyThoseWhomTheHeaderDoesNotNameAreHidden() throws Exception {
        assertThat(bcc(mail().bcc("oculta@empresa.mx, ana@cliente.mx, otra@empresa.mx")
                        .build()))
                .isEqualTo("Bcc: <oculta@empresa.mx>,\r\n <otra@empresa.mx>\r\n");
    }

    @Test
    void withoutHiddenRecipientsThereIsNoField() throws Exception {
        assertThat(bcc(mail().build())).isEmpty();
    }

    @Test
    void addressesThatAHeaderCouldMisreadAreHeldTogether() throws Exception {
        assertThat(bcc(mail().bcc("josé@españa.mx").build())).isEqualTo("Bcc: <josé@españa.mx>\r\n");
        assertThat(bcc(mail().bcc("\"a,b\"@empresa.mx").build())).isEqualTo("Bcc: <\"a,b\"@empresa.mx>\r\n");
    }

    @Test
    void whoWouldGetItAgainstTheEnvelopeIsNamed() throws Exception {
        Envelope onlyBeto = new Envelope(MailAddress.of("juan@empresa.mx"), List.of(MailAddress.of("beto@cliente.mx")));

        assertThat(named(mail().build()).beyond(onlyBeto)).containsExactly("ana@cliente.mx", "carla@cliente.mx");
        assertThat(named(mail().build()).beyond(mail().build().envelope())).isEmpty();
    }
}
