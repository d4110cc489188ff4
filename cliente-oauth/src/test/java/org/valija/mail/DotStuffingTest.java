package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotStuffingTest {

    @Test
    void dotAtTheBeginningOfALineIsDoubledAndNoOther() throws IOException {
        assertThat(stuffed(".a\r\nb.c\r\n..\r\n.\r\n")).isEqualTo("..a\r\nb.c\r\n...\r\n..\r\n.\r\n");
    }

    @Test
    void bareLineFeedBecomesALineEnd() throws IOException {
        assertThat(stuffed("a\n.\nb\n")).isEqualTo("a\r\n..\r\nb\r\n.\r\n");
    }

    @Test
    void bareCarriageReturnBecomesALineEnd() throws IOException {
        assertThat(stuffed("a\r.\rb\r")).isEqualTo("a\r\n..\r\nb\r\n.\r\n");
    }

    @Test
    void carriageReturnBeforeALineEndIsALineOfItsOwn() throws IOException {
        assertThat(stuffed("a\r\r\nb\n\r.")).isEqualTo("a\r\n\r\nb\r\n\r\n..\r\n.\r\n");
    }

    @Test
    void missingLastLineEndIsAdded() throws IOException {
        assertThat(stuffed("a")).isEqualTo("a\r\n.\r\n");
    }

    @Test
    void emptyContentIsTheFinalDotAlone() throws IOException {
        assertThat(stuffed("")).isEqualTo(".\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n.\r\n", "\r\n.\n", "\r.\r", "\n.\n", "\r.\r\n", "\r\n.\r", "\r\n.\r\n", "\n\n.\r\r.\n"})
    void noContentEndsEarly(String smuggled) throws IOException {
        String wire = stuffed("a" + smuggled + "MAIL FROM:<x@y.example>");

        assertThat(wire.indexOf("\r\n.\r\n")).isEqualTo(wire.length() - 5);
        assertThat(wire.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
    }

    @Test
    void writingOctetByOctetEqualsWritingAtOnce() throws IOException {
        Random random = new Random(7);
        String alphabet = ".\r\na";
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            random.ints(40, 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
            byte[] octets = text.toString().getBytes(StandardCharsets.US_ASCII);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DotStuffing single = new DotStuffing(out);
            for (int i = 0; i < octets.length; i++) {
                single.write(octets, i, 1);
            }
            single.end();

            assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(stuffed(text.toString()));
        }
    }

    @Test
    void onlyTheGivenRangeIsWritten() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DotStuffing stuffing = new DotStuffing(out);

        stuffing.write("xx.y\r\nzz".getBytes(StandardCharsets.US_ASCII), 2, 4);
        stuffing.end();

        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("..y\r\n.\r\n");
    }

    private static String stuffed(String content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DotStuffing stuffing = new DotStuffing(out);
        byte[] octets = content.getBytes(StandardCharsets.US_ASCII);
        stuffing.write(octets, 0, octets.length);
        stuffing.end();
        return out.toString(StandardCharsets.US_ASCII);
    }
}
