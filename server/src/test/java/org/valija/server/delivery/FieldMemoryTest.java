package org.valija.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldMemoryTest {

    private static final FieldValues VALUES = new FieldValues(Map.of(
            MailField.BENEFICIARIO, "Ana Álvarez Ruiz",
            MailField.FOLIO, "15",
            MailField.PERIODO, "enero de 2026",
            MailField.IMPORTE, "$1,234.50 MXN"));

    private static String remembered(String source, String typed) {
        return FieldMemory.of(source, VALUES, typed);
    }

    @Test
    void whatWasNotChangedIsTheTextThatItCameFrom() {
        String source = "Hola, {beneficiario}:\nCheque {folio} de {periodo} por {importe}.\n{concepto}";
        String filled = new MailText(source, "", "").filled(VALUES).subject();

        assertThat(remembered(source, filled)).isEqualTo(source.replace("{concepto}", ""));
    }

    @Test
    void whatWasTypedAroundAFieldStaysAndSoDoesTheField() {
        assertThat(remembered("Hola, {beneficiario}:", "Buenos días, Ana Álvarez Ruiz; va tu cheque."))
                .isEqualTo("Buenos días, {beneficiario}; va tu cheque.");
    }

    @Test
    void aFieldThatWasChangedIsTextLikeAnyOther() {
        assertThat(remembered("Hola, {beneficiario}:", "Hola, Ana:")).isEqualTo("Hola, Ana:");
        assertThat(remembered("De {periodo}", "De enero y febrero de 2026")).isEqualTo("De enero y febrero de 2026");
    }

    @Test
    void theSameCharactersElsewhereAreNoField() {
        assertThat(remembered("Cheque {folio}", "Cheque 15 del 15 de enero"))
                .isEqualTo("Cheque {folio} del 15 de enero");
    }

    @Test
    void linesOfABrowserAreLines() {
        assertThat(remembered("Hola\n{folio}", "Hola\r\n15")).isEqualTo("Hola\n{folio}");
    }

    @Test
    void aVeryLongTextIsKeptAsTyped() {
        String typed = "15 ".repeat(2_000);

        assertThat(remembered("{folio}", typed)).isEqualTo(typed);
    }
}
