package org.valija.server.outbox;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.valija.mail.MailSender;
import org.valija.oauth.OAuth;
import org.valija.outbox.Dispatcher;
import org.valija.outbox.Outbox;
import org.valija.server.ValijaProperties;
import org.valija.server.web.NavigationItem;
import org.valija.sql.Database;

/** The outbox, its deliveries on this node, and the entry in the navigation. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboxProperties.class)
class OutboxConfiguration {

    @Bean
    static NavigationItem outboxItem() {
        return new NavigationItem(NavigationItem.Section.MAIL, 15, OutboxController.PATH, "outbox.nav", false);
    }

    /** What was accepted before is on its way as soon as the service is. */
    @Bean
    static LazyInitializationExcludeFilter deliveriesFromTheStart() {
        return LazyInitializationExcludeFilter.forBeanTypes(NodeDispatcher.class);
    }

    /** The migrated database is asked for because the tables must be there first. */
    @Bean
    Outbox outbox(DataSource dataSource, Database migrated, Clock clock) {
        return new Outbox(dataSource, clock);
    }

    @Bean(destroyMethod = "close")
    NodeIdentity nodeIdentity(ValijaProperties properties) {
        return NodeIdentity.claim(properties.data());
    }

    /** Depends on what it works with, and so is closed before it. */
    @Bean(destroyMethod = "close")
    NodeDispatcher nodeDispatcher(
            Outbox outbox, OAuth oauth, MailSender sender, NodeIdentity identity, OutboxProperties properties) {
        Dispatcher.Setup setup = Dispatcher.Setup.of(identity.name())
                .atMost(properties.drains())
                .by(properties.policy())
                .on(Thread.ofVirtual().name("outbox-", 0).factory());
        return new NodeDispatcher(() -> Dispatcher.start(outbox, oauth, sender, setup));
    }
}
