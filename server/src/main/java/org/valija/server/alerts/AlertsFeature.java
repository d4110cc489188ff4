package org.valija.server.alerts;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AlertProperties.class)
@Import({
    AlertConfiguration.class,
    AlertConsole.class,
    AlertConsoleTable.class,
    AlertController.class,
    AlertLetters.class,
    AlertMails.class,
    AlertRecipientTable.class,
    AlertSettings.class,
    AlertStandings.class,
    AlertTable.class,
    AlertWatch.class,
    AwayProviders.class,
    PresentAlerts.class,
    ToldConnectionTable.class,
    WebhookDeliveryTable.class,
    WebhookEvents.class,
    WebhookQueue.class,
    WebhookTable.class
})
public class AlertsFeature {}
