package org.valija.server.sessions;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code valija.yaml} may say of sessions; after how long without use they end is {@code server.servlet.session.timeout}.
 *
 * @param longest how long one lasts from the entry on, however much it is used
 */
@ConfigurationProperties("valija.sessions")
record SessionProperties(@DefaultValue("12h") Duration longest) {

    SessionProperties {
        if (!longest.isPositive()) {
            throw new IllegalArgumentException("In valija.yaml, valija.sessions.longest is a time, such as 12h");
        }
    }
}
