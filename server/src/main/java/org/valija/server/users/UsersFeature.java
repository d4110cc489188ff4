package org.valija.server.users;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({
    AttemptThrottle.class,
    Entries.class,
    EntryAttemptTable.class,
    EntryProvider.class,
    EntryThrottle.class,
    FirstStart.class,
    KeyConfirmation.class,
    KeyController.class,
    KnownDeviceTable.class,
    KnownDevices.class,
    OwnKey.class,
    LanguageController.class,
    May.class,
    PermissionAdvice.class,
    PermissionWords.class,
    ProfileController.class,
    ProfilePage.class,
    Refusals.class,
    UserCheck.class,
    UserController.class,
    UserPage.class,
    UsersCore.class
})
public class UsersFeature {}
