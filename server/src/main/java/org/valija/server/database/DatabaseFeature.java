package org.valija.server.database;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({DatabaseConfiguration.class})
public class DatabaseFeature {}
