package org.valija.server.users;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The user catalogue without its pages. */
@Configuration(proxyBeanMethods = false)
@Import({
    CurrentUser.class,
    KeyReset.class,
    KeyRules.class,
    Keys.class,
    ProfileTable.class,
    Profiles.class,
    Standings.class,
    UserCompanyTable.class,
    UserTable.class,
    Users.class
})
public class UsersCore {}
