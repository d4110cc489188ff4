package org.valija.server.recovery;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.valija.server.sessions.SessionsCore;
import org.valija.server.users.UsersCore;

/** What works without pages and without mail: setting a new key. */
@Configuration(proxyBeanMethods = false)
@Import({NewKey.class, RecoveryLinkTable.class, SessionsCore.class, UsersCore.class})
public class RecoveryCore {}
