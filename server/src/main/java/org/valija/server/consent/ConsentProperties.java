package org.valija.server.consent;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The part of {@code valija.yaml} that speaks of links to authorise by.
 *
 * @param life how long one is good that was asked for by a person or an alert
 */
@ConfigurationProperties("valija.consent")
public record ConsentProperties(@DefaultValue("7d") Duration life) {

    private static final Duration SHORTEST = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofDays(60);

    public ConsentProperties {
        if (life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "In valija.yaml, consent.life: a link is good for 10 minutes to 60 days, not " + life);
        }
    }
}
