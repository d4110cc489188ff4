package org.valija.server.alerts;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The part of {@code valija.yaml} that speaks of alerts.
 *
 * @param providerAway how long a provider must take no mail before that is told
 */
@ConfigurationProperties("valija.alerts")
record AlertProperties(@DefaultValue("30m") Duration providerAway) {

    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(1);

    AlertProperties {
        if (providerAway.compareTo(SHORTEST) < 0 || providerAway.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "In valija.yaml, alerts.provider-away: it is told after 5 minutes to a day, not " + providerAway);
        }
    }
}
