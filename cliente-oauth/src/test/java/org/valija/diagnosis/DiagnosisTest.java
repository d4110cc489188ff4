package org.valija.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.diagnosis.Diagnosis.Text;

class DiagnosisTest {

    private static final Locale SPANISH = Locale.forLanguageTag("es-MX");

    @ParameterizedTest
    @EnumSource
    void everyCauseSaysThreePartsInBothLanguages(Cause cause) {
        Diagnosis diagnosis =
                Diagnosis.of(cause).about("ana@x.example").at("Gmail").naming("the particular");

        for (Locale language : Set.of(SPANISH, Locale.ENGLISH)) {
            Text text = diagnosis.text(language);
            assertThat(text.what()).doesNotContain("{", "''").hasSizeGreaterThan(10);
            assertThat(text.side()).doesNotContain("{", "''").hasSizeGreaterThan(10);
            assertThat(text.todo()).doesNotContain("{", "''").hasSizeGreaterThan(10);
        }
        assertThat(diagnosis.text(SPANISH)).isNotEqualTo(diagnosis.text(Locale.ENGLISH));
        assertThat(Cause.ofCode(cause.code())).contains(cause);
    }

    @Test
    void everyTextBelongsToACause() {
        Set<String> known = new TreeSet<>(Set.of("some.address", "some.provider"));
        for (Cause cause : Cause.values()) {
            known.add(cause.code());
            known.add(cause.code() + ".side");
            known.add(cause.code() + ".do");
        }

        assertThat(ResourceBundle.getBundle("org.valija.diagnosis.diagnosis", Locale.ROOT)
                        .keySet())
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void spanishIsSaidWhereItIsAskedForWhateverTheMachineSpeaks() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ENGLISH);
            assertThat(Diagnosis.of(Cause.ACCESS_DENIED).text(SPANISH).what()).isEqualTo("No se dio el permiso");
            assertThat(Diagnosis.of(Cause.ACCESS_DENIED).text(Locale.FRENCH).what())
                    .isEqualTo("No se dio el permiso");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void whatIsNotKnownIsSaidInGeneral() {
        Text text = Diagnosis.of(Cause.GRANT_REVOKED).text(Locale.ENGLISH);

        assertThat(text.what()).isEqualTo("The provider withdrew the permission of this account");
        assertThat(text.todo()).isEqualTo("Press Authenticate and choose your address.");
    }

    @Test
    void whatIsKnownFirstStays() {
        Diagnosis diagnosis =
                Diagnosis.of(Cause.GRANT_REVOKED).about("a@x.example").at("Gmail");

        assertThat(diagnosis.about("b@x.example").at("Other")).isEqualTo(diagnosis);
    }
}
