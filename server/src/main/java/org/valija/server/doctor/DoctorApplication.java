package org.valija.server.doctor;

import java.time.Clock;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.valija.server.ValijaProperties;
import org.valija.server.accounts.AccountProperties;
import org.valija.server.accounts.AccountsCore;
import org.valija.server.audit.AuditCore;
import org.valija.server.database.DatabaseFeature;
import org.valija.server.users.UsersCore;

/** The installation without its console: what the doctor needs, on the same configuration and data. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({ConfigurationPropertiesAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class})
@EnableConfigurationProperties({ValijaProperties.class, AccountProperties.class})
@Import({DatabaseFeature.class, AuditCore.class, UsersCore.class, AccountsCore.class, Doctor.class})
public class DoctorApplication {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
