package org.valija.server.outbox;

import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.valija.server.users.Function;
import org.valija.server.web.NavigationItem;

/** Deliveries as long as the service runs, and the entry in the navigation. */
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {

    @Bean
    static NavigationItem outboxItem() {
        return new NavigationItem(
                NavigationItem.Section.MAIL, 15, OutboxController.PATH, "outbox.nav", Function.OUTBOX);
    }

    /** What was accepted before is on its way as soon as the service is. */
    @Bean
    static LazyInitializationExcludeFilter deliveriesFromTheStart() {
        return LazyInitializationExcludeFilter.forBeanTypes(NodeDispatcher.class);
    }

    /** Depends on what it works with, and so is closed before it. */
    @Bean(destroyMethod = "close")
    NodeDispatcher nodeDispatcher(NodeDeliveries deliveries) {
        return new NodeDispatcher(deliveries::begin);
    }
}
