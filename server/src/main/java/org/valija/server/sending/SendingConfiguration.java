package org.valija.server.sending;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.valija.server.users.Function;
import org.valija.server.web.NavigationItem;

/** The threads that send, and the entry in the navigation. */
@Configuration(proxyBeanMethods = false)
class SendingConfiguration {

    @Bean
    static NavigationItem newMailItem() {
        return new NavigationItem(
                NavigationItem.Section.MAIL, 20, SendController.PATH + "/nuevo", "sending.nav", Function.SENDING);
    }

    /** At the start it tells what the last end interrupted. */
    @Bean
    static LazyInitializationExcludeFilter sendingsAtStart() {
        return LazyInitializationExcludeFilter.forBeanTypes(Sendings.class);
    }

    /** Closed with the context: a mail that is on its way gets its answer. */
    @Bean(destroyMethod = "close")
    ExecutorService deliveries() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }
}
