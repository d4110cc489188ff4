package org.valija.server.printing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountWordsTest {

    @ParameterizedTest
    @CsvSource({
        "0, CERO PESOS 00/100 M.N.",
        "0.5, CERO PESOS 50/100 M.N.",
        "1.00, UN PESO 00/100 M.N.",
        "2, DOS PESOS 00/100 M.N.",
        "15.01, QUINCE PESOS 01/100 M.N.",
        "21.00, VEINTIÚN PESOS 00/100 M.N.",
        "22, VEINTIDÓS PESOS 00/100 M.N.",
        "30, TREINTA PESOS 00/100 M.N.",
        "31.10, TREINTA Y UN PESOS 10/100 M.N.",
        "99.99, NOVENTA Y NUEVE PESOS 99/100 M.N.",
        "100, CIEN PESOS 00/100 M.N.",
        "101, CIENTO UN PESOS 00/100 M.N.",
        "116.00, CIENTO DIECISÉIS PESOS 00/100 M.N.",
        "500, QUINIENTOS PESOS 00/100 M.N.",
        "777, SETECIENTOS SETENTA Y SIETE PESOS 00/100 M.N.",
        "999.995, MIL PESOS 00/100 M.N.",
        "1000, MIL PESOS 00/100 M.N.",
        "1001, MIL UN PESOS 00/100 M.N.",
        "2100, DOS MIL CIEN PESOS 00/100 M.N.",
        "12345.60, DOCE MIL TRESCIENTOS CUARENTA Y CINCO PESOS 60/100 M.N.",
        "21000, VEINTIÚN MIL PESOS 00/100 M.N.",
        "101000, CIENTO UN MIL PESOS 00/100 M.N.",
        "1000000, UN MILLÓN DE PESOS 00/100 M.N.",
        "1000001, UN MILLÓN UN PESOS 00/100 M.N.",
        "2500000.75, DOS MILLONES QUINIENTOS MIL PESOS 75/100 M.N.",
        "21000000, VEINTIÚN MILLONES DE PESOS 00/100 M.N.",
        "1000000000, MIL MILLONES DE PESOS 00/100 M.N.",
        "1000000000000, UN BILLÓN DE PESOS 00/100 M.N.",
        "2000001000000, DOS BILLONES UN MILLÓN DE PESOS 00/100 M.N.",
        "-8.2, MENOS OCHO PESOS 20/100 M.N."
    })
    void pesosStandAsMexicanPapersWriteThem(BigDecimal amount, String words) {
        assertThat(AmountWords.of(amount, "MXN")).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "1, USD, UN DÓLAR 00/100 USD",
        "3.5, USD, TRES DÓLARES 50/100 USD",
        "1000000, EUR, UN MILLÓN DE EUROS 00/100 EUR",
        "2, JPY, DOS JPY 00/100"
    })
    void otherCurrenciesStandWithTheirCode(BigDecimal amount, String currency, String words) {
        assertThat(AmountWords.of(amount, currency)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"999999999999999999.994, false", "999999999999999999.995, true", "1e30, true"})
    void aboveEighteenDigitsThereAreNoWords(BigDecimal amount, boolean none) {
        assertThat(AmountWords.of(amount, "MXN").isEmpty()).isEqualTo(none);
    }
}
