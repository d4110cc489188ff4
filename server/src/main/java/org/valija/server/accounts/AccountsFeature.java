package org.valija.server.accounts;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({
    AccountsCore.class,
    AccountController.class,
    AccountOwners.class,
    AccountSection.class,
    Authentication.class,
    AuthenticationController.class,
    AuthenticationMessages.class,
    ShareController.class,
    TrialMail.class
})
public class AccountsFeature {}
