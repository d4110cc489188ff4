package org.valija.server.catalogues;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RfcTest {

    @ParameterizedTest
    @CsvSource({
        "aaga850412qx3, AAGA850412QX3",
        "' Ñ&A-010203-ab9 ', Ñ&A010203AB9",
        "XEXX 010101 000, XEXX010101000",
        "ABC000229A1A, ABC000229A1A"
    })
    void anRfcIsReadAsPeopleTypeIt(String typed, String rfc) {
        assertThat(Rfc.canonical(typed)).hasValue(rfc);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AB010203AB9",
                "ABCDE010203AB9",
                "ABC011303AB9",
                "ABC010230AB9",
                "ABC010203AB",
                "ABC010203ABB",
                "ABC010203AB9\u0301"
            })
    void whatHasNotItsFormIsNone(String typed) {
        assertThat(Rfc.canonical(typed)).isEmpty();
    }

    @Test
    void aGenericOneStandsForManyWhoseNamesTellThemApart() {
        assertThat(Rfc.identity(Rfc.FOREIGN, "Núñez  INC")).isEqualTo("XEXX010101000 nunez inc");
        assertThat(Rfc.identity("AAGA850412QX3", "Ana")).isEqualTo("AAGA850412QX3");
    }
}
