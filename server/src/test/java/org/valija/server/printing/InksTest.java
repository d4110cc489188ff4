package org.valija.server.printing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InksTest {

    @Test
    void aDarkColourStaysAsItIs() {
        assertThat(Inks.of("#0b5563").strong()).isEqualTo("#0b5563");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#ffffff", "#ffee00", "#7fffd4", "#ff0000", "#0b5563"})
    void whiteTextIsReadableOnAnyCompanysColour(String colour) {
        assertThat(1.05 / (luminance(Inks.of(colour).strong()) + 0.05)).isGreaterThan(4.4);
    }

    private static double luminance(String colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double luminance = 0;
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            luminance += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return luminance;
    }
}
