package org.valija.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys others would try first. */
class KeyRulesTest {

    /** As the rules make them of a user LUCIA, Lucía Ramos, of Comercial del Bajío, lucia.ramos@bajio.example. */
    private static final List<String> NAMES =
            List.of("comercial", "example", "valija", "lucia", "bajio", "ramos", "del");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aaaaaaaaaaaa",
                "abcabcabcabc",
                "123456789012",
                "abcdefghijklm",
                "qwertyuiopasdf",
                "1qaz2wsx3edc4rfv",
                "zyxwvutsrqponm",
                "000000000000000000",
                "contra contra contra",
                "12345678qwertyui"
            })
    void whatRepeatsItselfOrIsASequence(String key) {
        assertThat(KeyRules.weakness(key, NAMES)).hasValue("error.key.pattern");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lucia19870312",
                "LUCIA-RAMOS-2026",
                "Lucía Ramos!!",
                "valija202611",
                "ComercialBajio1",
                "luciaramos@bajio",
                "Luc1a.Ram0s.99"
            })
    void whatIsMadeOfTheNamesOfUserCompanyAndProduct(String key) {
        assertThat(KeyRules.weakness(key, NAMES)).hasValue("error.key.name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unbelievable",
                "UNBELIEVABLE",
                "sonyericsson",
                "P@ssw0rd2026!",
                "Contraseña2026",
                "contrasena 2026!",
                "Administrador1",
                "***princesa***",
                "motherfucker"
            })
    void whatManyPeopleHaveOrDressUp(String key) {
        assertThat(KeyRules.weakness(key, NAMES)).hasValue("error.key.common");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "una frase larga de lucia",
                "caballo correcto grapa batería",
                "el gato de Lucía duerme",
                "retenciones del martes",
                "ñandú ☂ paraguas",
                "tarde o temprano llueve",
                "k7#Qz9!mTx2w",
                "7402-1983-5561-90",
                "كلمة سر طويلة جدا"
            })
    void whatOnlyItsUserWouldSay(String key) {
        assertThat(KeyRules.weakness(key, NAMES)).isEmpty();
    }

    @Test
    void generatedKeysAreAmongThem() {
        Keys keys = new Keys();
        for (int i = 0; i < 1000; i++) {
            assertThat(KeyRules.weakness(keys.generate(), NAMES)).isEmpty();
        }
    }

    @Test
    void theListHasWhatItsNoticeSays() {
        assertThat(CommonKeys.contains("motherfucker")).isTrue();
        assertThat(CommonKeys.contains(FoldedKey.of("contraseña"))).isTrue();
        assertThat(CommonKeys.contains("caballocorrecto")).isFalse();
    }

    @Test
    void aKeyIsTheSameHoweverItsAccentsAndSpacesAreTyped() {
        Keys keys = new Keys();
        String hash = keys.hash("cami\u00f3n azul de \u00d1u\u00f1oa");

        assertThat(keys.matches("camio\u0301n azul de N\u0303un\u0303oa", hash)).isTrue();
        assertThat(keys.matches("cami\u00f3n\u00a0azul\u2003de \u00d1u\u00f1oa", hash))
                .isTrue();
        assertThat(keys.matches("camion azul de Nunoa", hash)).isFalse();
        assertThat(keys.matches("CAMI\u00d3N AZUL DE \u00d1U\u00d1OA".toUpperCase(Locale.ROOT), hash))
                .isFalse();
    }
}
