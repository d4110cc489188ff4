package org.valija.server.bulk;

import java.time.Duration;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.valija.server.users.Function;
import org.valija.server.web.NavigationItem;

/** The work as long as the service runs, and the entry in the navigation. */
@Configuration(proxyBeanMethods = false)
class BulkConfiguration {

    private static final Duration PERIOD = Duration.ofSeconds(2);

    @Bean
    static NavigationItem bulkItem() {
        return new NavigationItem(NavigationItem.Section.MAIL, 25, BulkController.PATH, "bulk.nav", Function.BULK);
    }

    /** What was under way before goes on as soon as the service runs. */
    @Bean
    static LazyInitializationExcludeFilter bulkWorkFromTheStart() {
        return LazyInitializationExcludeFilter.forBeanTypes(BulkWorker.class);
    }

    /** Closed before what it works with. */
    @Bean(destroyMethod = "close")
    BulkWorker bulkWorker(BulkWork work) {
        return new BulkWorker(work, PERIOD);
    }
}
