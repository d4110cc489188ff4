package org.valija.server.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.valija.oauth.Secret;

class TotpTest {

    /** RFC 6238's, of appendix B. */
    private static final Secret SECRET =
            Secret.of(Base32.encode("12345678901234567890".getBytes(StandardCharsets.US_ASCII)));

    /** The RFC's codes have eight digits, of which these are the last six. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void theCodesAreThoseOfTheRfc(long second, String code) {
        assertThat(Totp.code(SECRET, second / 30)).isEqualTo(code.substring(2));
        assertThat(Totp.step(SECRET, code.substring(2), Instant.ofEpochSecond(second)))
                .hasValue(second / 30);
    }

    @Test
    void aClockMayDifferByOneStepAndNoMore() {
        Instant now = Instant.parse("2026-03-04T12:00:00Z");
        long step = now.getEpochSecond() / 30;

        assertThat(Totp.step(SECRET, Totp.code(SECRET, step - 1), now)).hasValue(step - 1);
        assertThat(Totp.step(SECRET, Totp.code(SECRET, step + 1), now)).hasValue(step + 1);
        assertThat(Totp.step(SECRET, Totp.code(SECRET, step - 2), now)).isEmpty();
        assertThat(Totp.step(SECRET, Totp.code(SECRET, step + 2), now)).isEmpty();
    }

    @Test
    void blanksInACodeDoNotCountAndOtherThingsAreNone() {
        Instant now = Instant.ofEpochSecond(59);

        assertThat(Totp.step(SECRET, " 287 082 ", now)).hasValue(1);
        assertThat(Totp.step(SECRET, "", now)).isEmpty();
        assertThat(Totp.step(SECRET, "28708", now)).isEmpty();
        assertThat(Totp.step(SECRET, "٢٨٧٠٨٢", now)).isEmpty();
    }

    @Test
    void secretsHave160BitsAndDiffer() {
        Secret one = Totp.newSecret();

        assertThat(Base32.decode(one.reveal())).hasSize(20);
        assertThat(one).isNotEqualTo(Totp.newSecret());
    }

    @Test
    void whatTheAppReadsNamesIssuerAndUser() {
        assertThat(Totp.uri("Valija Comercial del Bajío", "ÑOÑO", Secret.of("ABCD")))
                .isEqualTo("otpauth://totp/Valija%20Comercial%20del%20Baj%C3%ADo:%C3%91O%C3%91O?secret=ABCD"
                        + "&issuer=Valija%20Comercial%20del%20Baj%C3%ADo");
    }

    /** RFC 4648 §10. */
    @ParameterizedTest
    @CsvSource({"'', ''", "f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void base32IsThatOfTheRfc(String text, String encoded) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);

        assertThat(Base32.encode(octets)).isEqualTo(encoded);
        assertThat(Base32.decode(encoded)).isEqualTo(octets);
    }

    @Test
    void otherCharactersAreNotBase32() {
        assertThatThrownBy(() -> Base32.decode("MZXW0")).isInstanceOf(IllegalArgumentException.class);
    }
}
