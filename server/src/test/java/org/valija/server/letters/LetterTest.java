package org.valija.server.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class LetterTest {

    private static final Letter LETTER = Letter.of("Asunto", "Hola, <b>Ana</b> & Cía.:", "línea\nlínea")
            .pressing("Autorizar", URI.create("https://correo.empresa.mx/autorizar/x?a=1&b=2"))
            .saying("Adiós");

    @Test
    void bothFormsSayTheSameAndShowTheAddress() {
        assertThat(LETTER.text())
                .isEqualTo("Hola, <b>Ana</b> & Cía.:\n\nlínea\nlínea\n\nAutorizar:\n"
                        + "https://correo.empresa.mx/autorizar/x?a=1&b=2\n\nAdiós");
        Document html = Jsoup.parse(LETTER.html());
        assertThat(html.select("p").eachText())
                .containsExactly(
                        "Hola, <b>Ana</b> & Cía.:",
                        "línea línea",
                        "Autorizar",
                        "https://correo.empresa.mx/autorizar/x?a=1&b=2",
                        "Adiós");
        assertThat(html.select("a").attr("href")).isEqualTo("https://correo.empresa.mx/autorizar/x?a=1&b=2");
        assertThat(html.select("b")).as("what is put in is text").isEmpty();
    }
}
