package org.valija.server.sessions;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({EntrySuccess.class, SessionConfiguration.class, SessionController.class, Sessions.class, SessionsCore.class})
public class SessionsFeature {}
