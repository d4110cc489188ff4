package org.valija.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MailTextTest {

    private static final FieldValues VALUES = FieldValues.ofLines(Map.of(
            MailField.BENEFICIARIO, "Ana Álvarez $1", MailField.FOLIO, "{uuid}", MailField.CONCEPTO, "Uno\r\nBcc: x"));

    @Test
    void fieldsAreFilledWhateverTheirCaseAndWhereThereIsNoValueNothingStands() {
        MailText filled = new MailText("{Beneficiario}: {FOLIO}", "De {periodo}.", "{beneficiario}").filled(VALUES);

        assertThat(filled).isEqualTo(new MailText("Ana Álvarez $1: {uuid}", "De .", "Ana Álvarez $1"));
    }

    @Test
    void aValueStandsOnOneLine() {
        assertThat(new MailText("{concepto}", "", "").filled(VALUES).subject()).isEqualTo("Uno Bcc: x");
    }

    @Test
    void whatIsNoFieldStaysAndIsTold() {
        MailText text = new MailText("{folioo} {a b} {", "{folio} {folioo}", "{NOMBRE}");

        assertThat(text.unknownFields()).containsExactly("{folioo}", "{NOMBRE}");
        assertThat(text.filled(VALUES).subject()).isEqualTo("{folioo} {a b} {");
    }
}
