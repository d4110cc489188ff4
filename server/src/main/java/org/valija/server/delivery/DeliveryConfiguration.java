package org.valija.server.delivery;

import java.time.Duration;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.valija.server.users.Function;
import org.valija.server.web.NavigationItem;

/** The entries in the navigation, and what is done beside the requests. */
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    private static final Duration BETWEEN_COPIES = Duration.ofMinutes(1);

    @Bean
    static NavigationItem recordItem() {
        return new NavigationItem(
                NavigationItem.Section.MAIL, 30, RecordController.PATH, "record.nav", Function.DELIVERY_RECORD);
    }

    @Bean
    static NavigationItem templatesItem() {
        return new NavigationItem(
                NavigationItem.Section.CATALOGUES, 48, TemplateController.PATH, "templates.nav", Function.TEMPLATES);
    }

    @Bean
    static LazyInitializationExcludeFilter deliveryEndsAtStart() {
        return LazyInitializationExcludeFilter.forBeanTypes(DeliveryEnds.class);
    }

    @Bean
    DeliveryEnds deliveryEnds(DeliveryLedger ledger) {
        return new DeliveryEnds(ledger, BETWEEN_COPIES);
    }
}
