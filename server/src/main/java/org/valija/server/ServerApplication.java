package org.valija.server;

import java.time.Clock;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.valija.mail.MailSender;
import org.valija.oauth.OAuth;
import org.valija.server.accounts.AccountProperties;
import org.valija.server.accounts.AccountsFeature;
import org.valija.server.alerts.AlertsFeature;
import org.valija.server.api.ApiFeature;
import org.valija.server.audit.AuditCore;
import org.valija.server.bulk.BulkFeature;
import org.valija.server.catalogues.CataloguesFeature;
import org.valija.server.clients.ClientsFeature;
import org.valija.server.consent.ConsentFeature;
import org.valija.server.database.DatabaseFeature;
import org.valija.server.delivery.DeliveryFeature;
import org.valija.server.documents.DocumentsFeature;
import org.valija.server.operations.OperationsFeature;
import org.valija.server.outbox.OutboxFeature;
import org.valija.server.recovery.RecoveryFeature;
import org.valija.server.scratch.ScratchFeature;
import org.valija.server.secondfactor.SecondFactorFeature;
import org.valija.server.security.SecurityFeature;
import org.valija.server.sending.SendingFeature;
import org.valija.server.sessions.SessionsFeature;
import org.valija.server.tls.TlsFeature;
import org.valija.server.users.FirstStart;
import org.valija.server.users.UsersFeature;
import org.valija.server.web.WebFeature;

/**
 * The service's Spring application. What it takes of Boot's auto-configuration and what each feature brings are named, not
 * searched for: searching costs half a second of every start.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class,
    LifecycleAutoConfiguration.class,
    MessageSourceAutoConfiguration.class,
    SslAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    HttpEncodingAutoConfiguration.class,
    MultipartAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    ThymeleafAutoConfiguration.class,
    SecurityAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class,
    ServletWebSecurityAutoConfiguration.class
})
@EnableConfigurationProperties({ValijaProperties.class, AccountProperties.class})
@Import({
    DatabaseFeature.class,
    AuditCore.class,
    UsersFeature.class,
    AccountsFeature.class,
    AlertsFeature.class,
    BulkFeature.class,
    CataloguesFeature.class,
    ClientsFeature.class,
    ConsentFeature.class,
    OutboxFeature.class,
    DocumentsFeature.class,
    RecoveryFeature.class,
    SecondFactorFeature.class,
    SendingFeature.class,
    DeliveryFeature.class,
    OperationsFeature.class,
    ApiFeature.class,
    SessionsFeature.class,
    ScratchFeature.class,
    SecurityFeature.class,
    TlsFeature.class,
    WebFeature.class
})
public class ServerApplication {

    /** Database, vault and mail servers are opened at the start, so that what is wrong with them is told there. */
    @Bean
    static LazyInitializationExcludeFilter openedAtStart() {
        return LazyInitializationExcludeFilter.forBeanTypes(OAuth.class, MailSender.class, FirstStart.class);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
