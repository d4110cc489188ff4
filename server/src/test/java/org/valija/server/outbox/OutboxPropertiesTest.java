package org.valija.server.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.valija.outbox.DeliveryPolicy;

class OutboxPropertiesTest {

    @Test
    void nothingSaidIsTheLibrarysOwnPolicy() {
        OutboxProperties properties = bind(Map.of());

        assertThat(properties.policy()).isEqualTo(DeliveryPolicy.STANDARD);
        assertThat(properties.drains()).isEqualTo(32);
    }

    @Test
    void everythingMayBeSaid() {
        OutboxProperties properties = bind(Map.of(
                "valija.outbox.drains", "4",
                "valija.outbox.first-retry", "30s",
                "valija.outbox.longest-retry", "10m",
                "valija.outbox.greatest-age", "6h",
                "valija.outbox.unknown", "hold",
                "valija.outbox.content-kept", "7d",
                "valija.outbox.archive-kept", "365d"));

        assertThat(properties.drains()).isEqualTo(4);
        assertThat(properties.policy())
                .isEqualTo(DeliveryPolicy.STANDARD
                        .retrying(Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofHours(6))
                        .withUnknown(DeliveryPolicy.Unknown.HOLD)
                        .keeping(Duration.ofDays(7), Duration.ofDays(365)));
    }

    @Test
    void whatCannotBeIsToldByItsName() {
        assertThatThrownBy(() -> bind(Map.of("valija.outbox.longest-retry", "1s")))
                .rootCause()
                .hasMessageContaining("outbox.longest-retry");
    }

    private static OutboxProperties bind(Map<String, Object> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("valija.outbox", OutboxProperties.class);
    }
}
