package org.valija.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedTest {

    private static final Predicate<String> TRUSTED =
            address -> AddressBlock.valueOf("10.0.0.0/8").contains(address)
                    || AddressBlock.valueOf("fd00::/8").contains(address);

    @Test
    void theChainIsReadFromTheRightThroughWhoIsTrusted() {
        assertThat(x("6.6.6.6, 203.0.113.7, 10.0.0.2, 10.0.0.1").client()).contains("203.0.113.7");
        assertThat(x("203.0.113.7").client()).contains("203.0.113.7");
        assertThat(x("10.0.0.9, 10.0.0.1").client()).contains("10.0.0.9");
        assertThat(x("[2001:db8::7]:4711, fd00::1").client()).contains("2001:db8:0:0:0:0:0:7");
        assertThat(x("203.0.113.7:4711").client()).contains("203.0.113.7");
        assertThat(x("").client()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"203.0.113.7, unknown, 10.0.0.1", "203.0.113.7, <script>, 10.0.0.1", "203.0.113.7, , 10.0.0.1"})
    void beyondWhatIsNoAddressNothingIsKnown(String chain) {
        assertThat(x(chain).client()).contains("10.0.0.1");
    }

    @Test
    void aClientHidesBehindNoLengthOfItsOwn() {
        assertThat(x("6.6.6.6, ".repeat(1_000) + "203.0.113.7, 10.0.0.1").client())
                .contains("203.0.113.7");
    }

    @Test
    void schemeAndHostAreTheNearestProxys() {
        Forwarded told = Forwarded.ofX(
                name -> Map.of(
                                "X-Forwarded-Proto",
                                List.of("http, HTTPS"),
                                "X-Forwarded-Host",
                                List.of("mala.example, correo.empresa.mx"),
                                "X-Forwarded-Port",
                                List.of("8443"))
                        .getOrDefault(name, List.of()),
                TRUSTED);

        assertThat(told.scheme()).contains("https");
        assertThat(told.host()).contains("correo.empresa.mx:8443");
    }

    @Test
    void whatIsNoSchemeAndNoHostIsNotTaken() {
        Forwarded told = Forwarded.ofX(
                name -> name.equals("X-Forwarded-Proto") ? List.of("gopher") : List.of("a b/\r\n"), TRUSTED);

        assertThat(told.scheme()).isEmpty();
        assertThat(told.host()).isEmpty();
        assertThat(told.client()).isEmpty();
    }

    @Test
    void theStandardsHeaderSaysAllOfOneHop() {
        Forwarded told = Forwarded.ofStandard(
                name -> List.of(
                        "for=6.6.6.6;proto=http;host=mala.example, for=\"[2001:db8::7]:4711\";proto=https;host=correo.empresa.mx",
                        "for=10.0.0.2;proto=http;host=inside"),
                TRUSTED);

        assertThat(told.client()).contains("2001:db8:0:0:0:0:0:7");
        assertThat(told.scheme()).contains("https");
        assertThat(told.host()).contains("correo.empresa.mx");
    }

    @Test
    void blocksAreOfAddressesAlone() {
        assertThat(AddressBlock.valueOf("10.1.2.3").contains("10.1.2.3")).isTrue();
        assertThat(AddressBlock.valueOf("10.1.2.3").contains("10.1.2.4")).isFalse();
        assertThat(AddressBlock.valueOf("10.1.2.0/23").contains("10.1.3.255")).isTrue();
        assertThat(AddressBlock.valueOf("10.1.2.0/23").contains("10.1.4.0")).isFalse();
        assertThat(AddressBlock.valueOf("10.0.0.0/8").contains("::1")).isFalse();
        assertThat(AddressBlock.valueOf("0.0.0.0/0").contains("no address")).isFalse();
        assertThatThrownBy(() -> AddressBlock.valueOf("proxy.empresa.mx")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AddressBlock.valueOf("10.0.0.0/33")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Forwarded x(String chain) {
        return Forwarded.ofX(name -> name.equals("X-Forwarded-For") ? List.of(chain) : List.of(), TRUSTED);
    }
}
