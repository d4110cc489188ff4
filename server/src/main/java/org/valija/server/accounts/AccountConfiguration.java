package org.valija.server.accounts;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.valija.mail.GmailApi;
import org.valija.mail.MailAccounts;
import org.valija.mail.MailSender;
import org.valija.mail.MailServers;
import org.valija.mail.SmtpClient;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.OAuth;
import org.valija.oauth.Provider;
import org.valija.oauth.ProviderDiscovery;
import org.valija.oauth.Providers;
import org.valija.oauth.Proxies;
import org.valija.oauth.TransportKind;
import org.valija.oauth.TrustedAuthorities;
import org.valija.server.ValijaProperties;
import org.valija.server.accounts.AccountProperties.ProviderProperties;
import org.valija.server.users.Function;
import org.valija.server.web.NavigationItem;
import org.valija.sql.Database;

/** Puts the library's OAuth and mail halves together from the configuration. */
@Configuration(proxyBeanMethods = false)
class AccountConfiguration {

    /** A missed alert is told after that at the latest; idle grants need it far more rarely. */
    private static final Duration UPKEEP = Duration.ofMinutes(10);

    @Bean
    static LazyInitializationExcludeFilter upkeepFromTheStart() {
        return LazyInitializationExcludeFilter.forBeanTypes(VaultUpkeep.class);
    }

    @Bean
    static NavigationItem accountsItem() {
        return new NavigationItem(NavigationItem.Section.MAIL, 10, "/cuentas", "accounts.nav", Function.ACCOUNTS);
    }

    /** Closed with the context: a renewal under way is waited for. */
    @Bean(destroyMethod = "close")
    ExecutorService renewals() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }

    @Bean
    AccountsTls trust(AccountProperties properties) {
        return new AccountsTls(
                properties.trustedCertificates().isEmpty()
                        ? Optional.empty()
                        : Optional.of(TrustedAuthorities.with(properties.trustedCertificates())));
    }

    /** The database is asked for because its tables must be there first. */
    @Bean
    OAuth oauth(
            DataSource dataSource,
            Database migrated,
            ValijaProperties properties,
            AccountProperties accounts,
            @Qualifier("renewals") ExecutorService renewals,
            AccountsTls trust,
            Proxies proxies,
            Clock clock) {
        return new OAuth(new OAuth.Setup(
                dataSource,
                properties.keyFile(),
                providers(accounts, new ProviderDiscovery(trust.context(), proxies)),
                renewals,
                clock,
                "pid-" + ProcessHandle.current().pid(),
                trust.context(),
                proxies,
                Optional.of(properties.data())));
    }

    /** Closed before what it works with. */
    @Bean(destroyMethod = "close")
    VaultUpkeep vaultUpkeep(OAuth oauth) {
        return new VaultUpkeep(oauth::maintain, UPKEEP);
    }

    @Bean
    MailAccounts mailAccounts(DataSource dataSource, OAuth oauth, Clock clock) {
        return new MailAccounts(dataSource, oauth, clock);
    }

    @Bean
    MailServers mailServers(AccountProperties accounts, AccountsTls trust, Proxies proxies) {
        MailServers servers = MailServers.standard()
                .with(Provider.MICROSOFT, SubmissionServer.microsoft365(accounts.microsoftCloud()));
        for (ProviderProperties provider : accounts.providers()) {
            if (provider.smtp() != null) {
                servers = servers.with(provider.id(), provider.smtp().server());
            }
            if (provider.quota() != null) {
                servers = servers.with(provider.id(), provider.quota().quota());
            }
            if (provider.gmailApi().isPresent()) {
                servers = servers.with(
                        provider.id(), GmailApi.at(provider.gmailApi().get()));
            }
        }
        return trust.context().map(servers::trusting).orElse(servers).reachedBy(proxies);
    }

    @Bean
    SmtpClient smtpClient(AccountProperties accounts) {
        return accounts.smtpClient();
    }

    @Bean
    Proxies proxies(AccountProperties accounts) {
        return accounts.proxies();
    }

    @Bean
    MailSender mailSender(OAuth oauth, MailAccounts mailAccounts, SmtpClient client, MailServers servers, Clock clock) {
        MailSender sender = new MailSender(oauth.vault(), mailAccounts, client, servers, clock);
        oauth.addListener(sender);
        return sender;
    }

    @Bean
    PasswordServer passwordServer(AccountProperties accounts, AccountsTls trust) {
        return new PasswordServer(Optional.ofNullable(accounts.passwordServer())
                .map(AccountProperties.SmtpProperties::server)
                .map(server -> trust.context().map(server::trusting).orElse(server)));
    }

    @Bean
    ConsoleAddress consoleAddress(ValijaProperties properties, Environment environment) {
        return new ConsoleAddress(
                properties.publicUrl().map(AccountConfiguration::asFolder),
                environment.getProperty("server.port", Integer.class, 8480));
    }

    private static URI asFolder(URI uri) {
        return uri.toString().endsWith("/") ? uri : URI.create(uri + "/");
    }

    static Providers providers(AccountProperties properties, ProviderDiscovery discovery) {
        Providers providers = Providers.standard().with(Provider.microsoft(properties.microsoftCloud()));
        for (ProviderProperties configured : properties.providers()) {
            Optional<Provider> known = providers.find(configured.id());
            if (known.isEmpty() && configured.id() < Provider.FIRST_CONFIGURED) {
                throw new IllegalArgumentException("In valija.yaml, a provider of your own has an id from "
                        + Provider.FIRST_CONFIGURED + " up, not " + configured.id());
            }
            providers = providers.with(apply(configured, known, discovery));
        }
        return providers;
    }

    private static Provider apply(
            ProviderProperties configured, Optional<Provider> known, ProviderDiscovery discovery) {
        String name = configured.name().or(() -> known.map(Provider::name)).orElse("#" + configured.id());
        Provider.Builder builder = configured.discover()
                ? discovery.discover(
                        configured.id(),
                        name,
                        configured
                                .issuer()
                                .orElseThrow(() -> new IllegalArgumentException("In valija.yaml, provider "
                                        + configured.id() + " wants discover: give its issuer")))
                : known.map(Provider::toBuilder).orElseGet(() -> Provider.builder(configured.id(), name));
        builder.name(name);
        configured.issuer().map(URI::toString).ifPresent(builder::issuer);
        configured.authorizationEndpoint().ifPresent(builder::authorizationEndpoint);
        configured.tokenEndpoint().ifPresent(builder::tokenEndpoint);
        configured.revocationEndpoint().ifPresent(builder::revocationEndpoint);
        configured.userInfoEndpoint().ifPresent(builder::userInfoEndpoint);
        configured.earlyMargin().ifPresent(builder::earlyMargin);
        configured.idleRefresh().ifPresent(builder::idleRefresh);
        configured.authorizationParameters().forEach(builder::authorizationParameter);
        if (!configured.scopes().isEmpty()) {
            builder.scopes(configured.scopes().toArray(String[]::new));
        }
        if (!configured.requiredScopes().isEmpty()) {
            builder.requiredScopes(configured.requiredScopes().toArray(String[]::new));
        }
        if (!configured.identityClaims().isEmpty()) {
            builder.identityClaims(configured.identityClaims().toArray(String[]::new));
        }
        return withTransports(configured, builder);
    }

    /** Tokens of a provider elsewhere are never shown to Google's API, unless the file names an API for them. */
    private static Provider withTransports(ProviderProperties configured, Provider.Builder builder) {
        if (configured.gmailApi().isPresent()) {
            Provider.gmail()
                    .access(TransportKind.GMAIL_API)
                    .ifPresent(access -> builder.transport(
                            TransportKind.GMAIL_API, access.scopes().toArray(String[]::new)));
        }
        Provider provider = builder.build();
        boolean elsewhere =
                configured.issuer().isPresent() || configured.tokenEndpoint().isPresent();
        if (elsewhere && configured.gmailApi().isEmpty()) {
            provider = provider.by(TransportKind.SMTP);
        }
        if (configured.transport().isPresent()) {
            TransportKind kind = configured.transport().get();
            if (provider.access(kind).isEmpty()) {
                throw new IllegalArgumentException(
                        "In valija.yaml, provider " + configured.id() + " cannot send by transport: " + kind.word());
            }
            provider = provider.preferring(kind);
        }
        return provider;
    }
}
