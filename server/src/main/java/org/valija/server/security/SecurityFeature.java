package org.valija.server.security;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({EntryController.class, SecurityConfiguration.class})
public class SecurityFeature {}
