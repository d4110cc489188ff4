package org.valija.server.alerts;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.valija.oauth.OAuth;
import org.valija.oauth.Proxies;
import org.valija.server.accounts.AccountsTls;
import org.valija.server.users.Function;
import org.valija.server.web.Attention;
import org.valija.server.web.NavigationItem;

/** The work as long as the service runs, and what the navigation shows of it. */
@Configuration(proxyBeanMethods = false)
class AlertConfiguration {

    /** What another node, or nobody, has brought about is found after that at the latest. */
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private static final Duration WEBHOOK_PATIENCE = Duration.ofSeconds(10);

    @Bean
    static NavigationItem alertsItem() {
        return new NavigationItem(
                NavigationItem.Section.SYSTEM, 97, AlertController.PATH, "alerts.nav", Function.ALERTS);
    }

    @Bean
    static LazyInitializationExcludeFilter alertsFromTheStart() {
        return LazyInitializationExcludeFilter.forBeanTypes(AlertWorker.class);
    }

    @Bean
    Attention accountsAttention(PresentAlerts alerts) {
        return alerts.attention("/cuentas", "alerts.nav.accounts", EventKind.ACCOUNT_NEEDS_AUTHENTICATION);
    }

    @Bean
    Attention clientAttention(PresentAlerts alerts) {
        return alerts.attention(
                "/sistema/cliente-oauth",
                "alerts.nav.client",
                EventKind.ACCOUNT_NEEDS_ADMIN,
                EventKind.CLIENT_SECRET_EXPIRING);
    }

    @Bean
    Attention providerAttention(PresentAlerts alerts) {
        return alerts.attention(AlertController.PATH, "alerts.nav.provider", EventKind.PROVIDER_UNAVAILABLE);
    }

    @Bean(destroyMethod = "close")
    WebhookCaller webhookCaller(AccountsTls tls, Proxies proxies, Clock clock) {
        return new WebhookCaller(tls.context(), proxies, clock, WEBHOOK_PATIENCE);
    }

    /** On a thread of its own: a receiver that takes its time keeps no alert from being found and mailed. */
    @Bean(destroyMethod = "close")
    AlertWorker webhookWorker(WebhookQueue queue) {
        return new AlertWorker("webhook", List.of(queue::deliver), queue::stop, PERIOD);
    }

    /** Closed before what it works with. */
    @Bean(destroyMethod = "close")
    AlertWorker alertWorker(
            AlertWatch watch, AlertMails mails, @Qualifier("webhookWorker") AlertWorker webhook, OAuth oauth) {
        AlertWorker worker =
                new AlertWorker("alerts", List.of(watch::look, webhook::wake, mails::send), () -> {}, PERIOD);
        oauth.addListener(worker);
        return worker;
    }
}
