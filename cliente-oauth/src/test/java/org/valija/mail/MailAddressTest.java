package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.mail.InvalidAddressException.Reason;

class MailAddressTest {

    @Test
    void whatStandsBeforeAnAddressIsNotPassedOver() {
        assertThatThrownBy(() -> MailAddress.of(";ana@empresa.mx")).isInstanceOf(InvalidAddressException.class);
    }

    @Test
    void aNameThatNoLineHoldsIsRefused() {
        assertThatThrownBy(() -> new MailAddress("ana@empresa.mx", "A".repeat(401)))
                .isInstanceOfSatisfying(
                        InvalidAddressException.class,
                        e -> assertThat(e.reason()).isEqualTo(InvalidAddressException.Reason.TOO_LONG));
    }

    @Test
    void listAsTypedGivesEveryAddressInOrder() {
        assertThat(
                        MailAddress.parseList(
                                "ana@a.example, Ana Álvarez <alvarez@a.example>;\"Pérez, Juan\" <juan@b.example>\r\n<luz@c.example>;"))
                .containsExactly(
                        MailAddress.of("ana@a.example"),
                        new MailAddress("alvarez@a.example", "Ana Álvarez"),
                        new MailAddress("juan@b.example", "Pérez, Juan"),
                        MailAddress.of("luz@c.example"));
    }

    @Test
    void quotesInsideAQuotedNameAreReadAsMeant() {
        assertThat(MailAddress.parseList("\"Ana \\\"La Jefa\\\" R; S\" <ana@a.example>"))
                .containsExactly(new MailAddress("ana@a.example", "Ana \"La Jefa\" R; S"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", " , ;\n ", ";;"})
    void nothingTypedGivesNoAddress(String typed) {
        assertThat(MailAddress.parseList(typed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ana",
                "ana@",
                "@a.example",
                "ana@empresa",
                "ana luz@a.example",
                "ana@a..example",
                "ana@.example",
                "a>b@a.example",
                "<ana@a.example>",
                "ana@a.example>",
                "ana@b@a.example",
                "ana,luz@a.example",
                "ñ>b@a.example",
                "ñ<b@a.example",
                "ñ,luz@a.example",
                "ñ\"@a.example",
                "ñ@b@a.example",
                "ana@ñ>.example",
                "ana@\uFF1E.example",
                "ñ@\uFF1E.example",
            })
    void textThatIsNoAddressIsRefused(String typed) {
        assertThatExceptionOfType(InvalidAddressException.class)
                .isThrownBy(() -> MailAddress.of(typed))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED))
                .satisfies(e -> assertThat(e.text()).isEqualTo(typed));
    }

    @Test
    void listNamesTheFirstAddressThatIsWrong() {
        assertThatExceptionOfType(InvalidAddressException.class)
                .isThrownBy(() -> MailAddress.parseList("ana@a.example; luz; eva"))
                .satisfies(e -> assertThat(e.text()).isEqualTo("luz"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ana@a.example\r\nBcc: x@y.example",
                "ana\n@a.example",
                "ana@a.example\r",
                "a\0na@a.example",
                "ana@a\u0085.example",
                "ana@a.example\n"
            })
    void controlCharacterInTheAddressIsRefused(String typed) {
        assertThatExceptionOfType(InvalidAddressException.class)
                .isThrownBy(() -> MailAddress.of(typed))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CONTROL_CHARACTER))
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("\r", "\n", "\0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ana\r\nBcc: x@y.example", "Ana\n", "\rAna", "A\0na", "A\u0085"})
    void controlCharacterInTheNameIsRefused(String name) {
        assertThatExceptionOfType(InvalidAddressException.class)
                .isThrownBy(() -> new MailAddress("ana@a.example", name))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CONTROL_CHARACTER));
    }

    @Test
    void lengthsOfTheStandardAreAcceptedAndNoMore() {
        String domain = ("a".repeat(61) + ".").repeat(3) + "ex"; // 188 octets

        assertThat(MailAddress.of("x".repeat(64) + "@" + domain).address()).hasSize(253);
        assertTooLong("x".repeat(65) + "@a.example");
        assertTooLong("x".repeat(64) + "@" + domain + "am");
    }

    @Test
    void lengthIsCountedInOctetsBeyondAscii() {
        assertThat(MailAddress.of("ñ".repeat(32) + "@a.example").needsSmtpUtf8())
                .isTrue();
        assertTooLong("ñ".repeat(33) + "@a.example");
    }

    @Test
    void domainBeyondAsciiIsWrittenInAsciiAndNeedsNoSmtpUtf8() {
        MailAddress address = MailAddress.of("ana@Peña.example");

        assertThat(address.address()).isEqualTo("ana@xn--pea-8ma.example");
        assertThat(address.domain()).isEqualTo("xn--pea-8ma.example");
        assertThat(address.needsSmtpUtf8()).isFalse();
    }

    @Test
    void localPartBeyondAsciiNeedsSmtpUtf8AndKeepsItsDomain() {
        MailAddress address = MailAddress.of("josé@peña.example");

        assertThat(address.address()).isEqualTo("josé@peña.example");
        assertThat(address.needsSmtpUtf8()).isTrue();
    }

    @Test
    void blanksAroundAnAddressDoNotMatter() {
        assertThat(MailAddress.of("  ana@a.example ").address()).isEqualTo("ana@a.example");
    }

    @Test
    void localhostNeedsNoDot() {
        assertThat(MailAddress.of("root@localhost").domain()).isEqualTo("localhost");
    }

    private static void assertTooLong(String typed) {
        assertThatExceptionOfType(InvalidAddressException.class)
                .isThrownBy(() -> MailAddress.of(typed))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LONG));
    }
}
