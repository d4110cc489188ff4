package org.valija.simulator.inbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the small MIME reader understands. */
class MimePartTest {

    private static MimePart parse(String... lines) {
        return MimePart.parse(String.join("\r\n", lines).getBytes(UTF_8));
    }

    @Test
    void withoutHeadersItIsText() {
        assertThat(parse("Subject: x", "", "hola").contentType()).isEqualTo("text/plain");
        assertThat(parse("", "hola").text()).isEqualTo("hola");
    }

    @Test
    void foldedHeadersAreUnfolded() {
        assertThat(parse("Subject: uno", " dos", "", "").header("subject")).hasValue("uno dos");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=?UTF-8?Q?Retenci=C3=B3n_de_ISR?= | Retención de ISR",
                "=?utf-8?B?w7E=?= y =?ISO-8859-1?Q?=F3?= | ñ y ó",
                "=?UTF-8?Q?a=C3?= =?UTF-8?Q?=B1o?= | año",
                "=?UTF-8*es?Q?s=C3=AD?= | sí",
                "no =? palabra | no =? palabra"
            })
    void encodedWordsAreDecoded(String raw, String expected) {
        assertThat(parse("Subject: " + raw, "", "").header("Subject")).hasValue(expected);
    }

    @Test
    void nestedMultipartsGiveTheirLeavesInOrder() {
        MimePart message = parse(
                "Content-Type: multipart/mixed; boundary=\"out er\"",
                "",
                "preamble",
                "--out er",
                "Content-Type: multipart/alternative; boundary=in",
                "",
                "--in",
                "",
                "texto",
                "--in",
                "Content-Type: text/html",
                "",
                "<p>texto</p>",
                "--in--",
                "--out er",
                "Content-Type: application/xml; name=a.xml",
                "",
                "<a/>",
                "",
                "--out er--",
                "epilogue");

        assertThat(message.leaves())
                .extracting(MimePart::contentType)
                .containsExactly("text/plain", "text/html", "application/xml");
        assertThat(message.leaves().get(2).text()).isEqualTo("<a/>\r\n");
        assertThat(message.leaves().get(2).isAttachment()).isTrue();
        assertThat(message.readablePart().map(MimePart::text)).hasValue("texto");
    }

    @Test
    void quotedPrintableIsUndone() {
        MimePart part = parse(
                "Content-Type: text/plain; charset=iso-8859-1",
                "Content-Transfer-Encoding: Quoted-Printable",
                "",
                "a=F1o =",
                "largo=3D",
                "fin =ZZ");

        assertThat(part.text()).isEqualTo("año largo=\r\nfin =ZZ");
        assertThat(part.content()).isEqualTo("año largo=\r\nfin =ZZ".getBytes(ISO_8859_1));
    }

    @Test
    void base64IsUndoneWhateverStandsBetween() {
        MimePart part = parse("Content-Transfer-Encoding: base64", "", "aG9", "sYQ=", "=");

        assertThat(part.text()).isEqualTo("hola");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attachment; filename=\"con \\\"comillas\\\".pdf\" | con \"comillas\".pdf",
                "attachment; filename*=UTF-8''constancia%20retenci%C3%B3n.pdf | constancia retención.pdf",
                "attachment; filename*=iso-8859-1'es'a%F1o.pdf; filename=ano.pdf | año.pdf",
                "attachment; filename*0*=UTF-8''muy%20; filename*1=\"largo \"; filename*2*=a%C3%B1o.pdf | muy largo año.pdf",
                "attachment; filename=\"=?UTF-8?Q?a=C3=B1o.pdf?=\" | año.pdf"
            })
    void fileNamesAreRead(String disposition, String expected) {
        assertThat(parse("Content-Disposition: " + disposition, "", "").fileName())
                .hasValue(expected);
    }

    @Test
    void aMissingLastDelimiterLosesNothing() {
        MimePart message = parse("Content-Type: multipart/mixed; boundary=b", "", "--b", "", "uno", "--b", "", "dos");

        assertThat(message.leaves()).extracting(MimePart::text).containsExactly("uno", "dos");
    }
}
