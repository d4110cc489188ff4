package org.valija.server.sessions;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What works without pages: ending sessions. */
@Configuration(proxyBeanMethods = false)
@Import({UserSessions.class, WebSessionTable.class})
public class SessionsCore {}
