package org.valija.server.mailroom;

import java.time.Clock;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.valija.server.ValijaProperties;
import org.valija.server.accounts.AccountProperties;
import org.valija.server.accounts.AccountsCore;
import org.valija.server.api.ApiCore;
import org.valija.server.audit.AuditActor;
import org.valija.server.audit.AuditCore;
import org.valija.server.database.DatabaseFeature;
import org.valija.server.outbox.OutboxCore;
import org.valija.server.users.UsersCore;
import org.valija.server.web.Moments;

/** The installation without its console: what sending needs, on the same configuration and data. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    MessageSourceAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class
})
@EnableConfigurationProperties({ValijaProperties.class, AccountProperties.class})
@Import({
    DatabaseFeature.class,
    AuditCore.class,
    UsersCore.class,
    AccountsCore.class,
    OutboxCore.class,
    ApiCore.class,
    Moments.class
})
class LocalMailroomApplication {

    @Bean
    static AuditActor actor() {
        return AuditActor.command();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
