package org.valija.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SubscriberTest {

    @Test
    void anIpv4AddressIsOneCustomersHoweverItIsWritten() {
        assertThat(Subscriber.of("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(Subscriber.of("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
    }

    @Test
    void anIpv6NetworkIsOneCustomers() {
        assertThat(Subscriber.of("2001:db8::7:0:0:0:1")).isEqualTo(Subscriber.of("2001:0DB8:0:7:ffff::9"));
        assertThat(Subscriber.of("2001:db8:0:8::1")).isNotEqualTo(Subscriber.of("2001:db8:0:7::1"));
    }

    @Test
    void whatIsNoAddressStandsForItself() {
        assertThat(Subscriber.of("unknown")).isEqualTo("unknown");
        assertThat(Subscriber.of("_oculto")).isEqualTo("_oculto");
    }
}
