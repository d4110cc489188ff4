package org.valija.server.recovery;

import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The work on what was asked for. */
@Configuration(proxyBeanMethods = false)
class RecoveryConfiguration {

    /** What a node that was killed has left behind is answered after that at the latest. */
    private static final Duration UPKEEP = Duration.ofMinutes(1);

    @Bean
    static LazyInitializationExcludeFilter workFromTheStart() {
        return LazyInitializationExcludeFilter.forBeanTypes(RecoveryWorker.class);
    }

    /** Closed before what it works with. */
    @Bean(destroyMethod = "close")
    RecoveryWorker recoveryWorker(RecoveryDesk desk, ObjectProvider<SystemMailWork> further) {
        return new RecoveryWorker(desk, further::stream, UPKEEP);
    }
}
