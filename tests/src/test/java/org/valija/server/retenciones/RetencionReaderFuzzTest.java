package org.valija.server.retenciones;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Any file either is refused with a reason, or gives a retención that can be checked, verified, put into a cadena and linked to
 * without anything going wrong.
 */
class RetencionReaderFuzzTest {

    private static final RetencionReader READER = new RetencionReader(new ReadingLimits(64 * 1024, 32, 60, 5_000));
    private static final SealCheck SEALS = new SealCheck();

    @DictionaryEntries({
        "<retenciones:Retenciones xmlns:retenciones='http://www.sat.gob.mx/esquemas/retencionpago/2' ",
        "http://www.sat.gob.mx/esquemas/retencionpago/1",
        "http://www.sat.gob.mx/TimbreFiscalDigital",
        "Version='2.0'",
        "<retenciones:Emisor RfcE='",
        "<retenciones:Complemento>",
        "<retenciones:Addenda>",
        "<!DOCTYPE r [<!ENTITY a 'b'>]>",
        "<![CDATA[",
        "&#x0;",
        "&amp;",
        "encoding='UTF-16'",
        "encoding='windows-1252'",
        "\\xEF\\xBB\\xBF",
        "\\xFE\\xFF"
    })
    @FuzzTest
    void anyFile(byte @NotNull [] file) {
        check(file);
    }

    @FuzzTest
    void anyValueInAnyPlace(FuzzedDataProvider typed) throws IOException {
        String valid = seed();
        List<int[]> values = values(valid);
        int[] place = values.get(typed.consumeInt(0, values.size() - 1));
        String value = typed.consumeRemainingAsString();
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            written.append("<&\"\r\n\t".indexOf(c) < 0 ? String.valueOf(c) : "&#" + (int) c + ";");
        }
        check((valid.substring(0, place[0]) + written + valid.substring(place[1])).getBytes(StandardCharsets.UTF_8));
    }

    private static void check(byte[] file) {
        Retencion read;
        try {
            read = READER.read(file);
        } catch (UnreadableRetencionException refused) {
            assertThat(refused.arguments()).hasSize(5);
            assertThat(refused.detail().length()).isLessThanOrEqualTo(81);
            return;
        }
        assertThat(RetencionRules.check(read))
                .allSatisfy(finding -> assertThat(finding.node()).isNotEmpty());
        assertThat(VerificationLink.of(read).isPresent()).isEqualTo(read.isStamped());
        SealResult seals = SEALS.check(read);
        if (read.version().equals(Retencion.VERSION_1)) {
            assertThat(seals.reason()).contains(SealResult.Reason.OLD_VERSION);
        } else {
            assertThat(CadenaOriginal.of(read)).startsWith("||2.0|").endsWith("||");
        }
        read.timbre()
                .ifPresent(stamp -> assertThat(CadenaOriginal.ofTimbre(stamp)).endsWith("||"));
    }

    private static String seed() throws IOException {
        try (InputStream in = RetencionReaderFuzzTest.class.getResourceAsStream(
                "RetencionReaderFuzzTestInputs/anyFile/varios-impuestos")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Where the values of attributes begin and end. */
    private static List<int[]> values(String xml) {
        List<int[]> values = new ArrayList<>();
        Matcher matcher = Pattern.compile("\\b\\w+=\"([^\"]*)\"").matcher(xml);
        while (matcher.find()) {
            values.add(new int[] {matcher.start(1), matcher.end(1)});
        }
        return values;
    }
}
