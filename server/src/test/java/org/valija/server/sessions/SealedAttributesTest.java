package org.valija.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.InvalidClassException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.web.servlet.FlashMap;
import org.valija.server.sessions.SealedAttributes.UnreadableException;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Say;

class SealedAttributesTest {

    private final SealedAttributes sealed = new SealedAttributes(SessionId.random());

    static List<Object> values() {
        FlashMap flash = new FlashMap();
        flash.setTargetRequestPath("/cuentas");
        flash.addTargetRequestParam("a", "b");
        flash.put("say", new Say("what", "side", "todo", "code"));
        flash.put("attachmentErrors", new ArrayList<>(List.of("a.pdf")));
        flash.startExpirationPeriod(180);
        return List.of(
                "text",
                42,
                List.of("a", "b"),
                Map.of("a", Instant.EPOCH, "b", Duration.ofHours(8)),
                URI.create("https://correo.empresa.mx/"),
                new CopyOnWriteArrayList<>(List.of(flash)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void whatPagesKeepComesBack(Object value) throws UnreadableException {
        assertThat(sealed.open("name", sealed.seal("name", value))).isEqualTo(value);
    }

    @Test
    void wordsOfFormsComeBack() throws UnreadableException {
        FieldErrors errors = FieldErrors.none();
        errors.add("nueva", "error.key.short", 12);

        FieldErrors found = (FieldErrors) sealed.open("name", sealed.seal("name", errors));

        assertThat(found.all()).isEqualTo(errors.all());
    }

    @Test
    void theTokenOfFormsComesBack() throws UnreadableException {
        DefaultCsrfToken token = new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", "value");

        assertThat(((DefaultCsrfToken) sealed.open("name", sealed.seal("name", token))).getToken())
                .isEqualTo("value");
    }

    @Test
    void classesOfOthersAreRefused() {
        byte[] octets = sealed.seal("name", new File("/etc/passwd"));

        assertThatThrownBy(() -> sealed.open("name", octets)).hasCauseInstanceOf(InvalidClassException.class);
    }

    @Test
    void anotherNameOrSessionOrAnEditedValueDoesNotOpen() {
        byte[] octets = sealed.seal("name", "text");

        assertThatThrownBy(() -> sealed.open("other", octets)).hasCauseInstanceOf(AEADBadTagException.class);
        assertThatThrownBy(() -> new SealedAttributes(SessionId.random()).open("name", octets))
                .hasCauseInstanceOf(AEADBadTagException.class);
        octets[octets.length - 1] ^= 1;
        assertThatThrownBy(() -> sealed.open("name", octets)).hasCauseInstanceOf(AEADBadTagException.class);
        assertThatThrownBy(() -> sealed.open("name", new byte[3])).isInstanceOf(UnreadableException.class);
    }

    @Test
    void nothingOfTheValueIsInTheOctets() {
        byte[] octets = sealed.seal("name", "planted");

        assertThat(new String(octets, StandardCharsets.ISO_8859_1)).doesNotContain("planted");
    }
}
