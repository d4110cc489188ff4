package org.valija.server.outbox;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.valija.outbox.Outbox;
import org.valija.server.ValijaProperties;
import org.valija.sql.Database;

/** What works without pages: the outbox, what is said of its mail, and delivering it from this process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboxProperties.class)
@Import({MailWords.class, NodeDeliveries.class, OutboxSnapshot.class, OutboxStandings.class})
public class OutboxCore {

    /** The migrated database is asked for because the tables must be there first. */
    @Bean
    Outbox outbox(DataSource dataSource, Database migrated, Clock clock) {
        return new Outbox(dataSource, clock);
    }

    /** Claimed by who delivers, when it does. */
    @Bean(destroyMethod = "close")
    NodeIdentity nodeIdentity(ValijaProperties properties) {
        return NodeIdentity.claim(properties.data());
    }
}
