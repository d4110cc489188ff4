package org.valija.server.consent;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsentProperties.class)
@Import({
    ConsentAttention.class,
    ConsentCheck.class,
    ConsentController.class,
    ConsentLinkTable.class,
    ConsentLinks.class,
    ConsentMails.class,
    ConsentNews.class,
    ConsentPages.class,
    ConsentRequestController.class,
    ConsentRequests.class,
    ConsentUpkeep.class
})
public class ConsentFeature {}
