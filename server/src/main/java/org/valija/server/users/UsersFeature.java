package org.valija.server.users;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({
    CurrentUser.class,
    EntryProvider.class,
    EntryThrottle.class,
    FirstStart.class,
    KeyController.class,
    Keys.class,
    UserCheck.class,
    UserController.class,
    UserTable.class,
    Users.class
})
public class UsersFeature {}
