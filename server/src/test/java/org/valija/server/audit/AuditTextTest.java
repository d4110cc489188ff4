package org.valija.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;

class AuditTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vlj_8Jk2mPqR7sTuVwXyZ",
                "ya29.a0AfH6SMBx1y2z3",
                "1//0gAbCdEfGhIjKlMn",
                "GOCSPX-aBcDeFgHiJkL",
                "eyJhbGciOiJSUzI1NiJ9.payload",
                "ABCD-EFGH-JKMN-PQRS-T2U3",
                "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF"
            })
    void whatLooksLikeASecretIsHiddenWhereverItStands(String secret) {
        AuditEvent event =
                AuditEvent.of(AuditAction.USER_CHANGED, "a " + secret).with(AuditDetail.NAME, secret + " and more");

        assertThat(event.subject()).doesNotContain(secret).contains("•••");
        assertThat(event.details().get(AuditDetail.NAME)).doesNotContain(secret).contains("•••");
        assertThat(AuditActor.user(secret).name()).doesNotContain(secret);
    }

    @Test
    void aValueThatIsNotWhatItsDetailIsIsHidden() {
        AuditEvent event = AuditEvent.of(AuditAction.USER_CHANGED, "ANA")
                .with(AuditDetail.ADDRESS, "my password is sesamo")
                .with(AuditDetail.REASON, "not one word")
                .with(AuditDetail.CLIENT_ID, "two words");

        assertThat(event.details().values()).containsOnly("•••");
    }

    @Test
    void whatPeopleCallThingsStays() {
        for (String name : new String[] {
            "Constructora del Bajío, S.A. de C.V.",
            "3f2504e0-4f89-41d3-9a0c-0305e82c3301.xml",
            "123456789012-abcdefghijklmnopqrstuvwxyz.apps.googleusercontent.com",
            "RETENCIONES-ENERO-DOS-MIL-VEINTISEIS-COMPLETAS.csv"
        }) {
            assertThat(AuditText.name(name)).isEqualTo(name);
        }
        assertThat(AuditText.of(AuditDetail.Form.ADDRESS, "ana.ñúñez@bajio.example"))
                .isEqualTo("ana.ñúñez@bajio.example");
    }

    @Test
    void allThatAProfilePermitsStandsThere() {
        String all = Stream.of(Function.values())
                .flatMap(function ->
                        Stream.of(Operation.values()).map(operation -> "with:" + function + "." + operation))
                .collect(Collectors.joining(" "));

        assertThat(AuditText.of(AuditDetail.Form.WORDS, all)).isEqualTo(all).hasSizeGreaterThan(AuditText.LONGEST);
        assertThat(AuditText.of(AuditDetail.Form.WORDS, "word ".repeat(5_000)))
                .hasSizeLessThan(AuditText.MOST_OF_WORDS + 10)
                .endsWith(" …");
    }

    @Test
    void aNameIsOneBoundedLine() {
        assertThat(AuditText.name("one\nACTION=two\u0000\u2028three")).isEqualTo("one ACTION=two three");
        assertThat(AuditText.name("x".repeat(5_000))).hasSize(AuditText.LONGEST).endsWith("…");
    }
}
