package org.valija.server.accounts;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What works without pages: the library put together, and what is known of accounts. */
@Configuration(proxyBeanMethods = false)
@Import({AccountConfiguration.class, Accounts.class, MailboxShares.class, MailboxShareTable.class, ReturnAddresses.class
})
public class AccountsCore {}
