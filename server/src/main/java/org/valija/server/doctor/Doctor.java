package org.valija.server.doctor;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.valija.mail.MailAccounts;
import org.valija.mail.MailSender;
import org.valija.mail.MailServers;
import org.valija.mail.SmtpClient;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.AccessToken;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuth;
import org.valija.oauth.Provider;
import org.valija.oauth.Proxies;
import org.valija.oauth.TransportKind;
import org.valija.server.accounts.Accounts;
import org.valija.server.accounts.ReturnAddresses;

/**
 * Examines accounts from the clock to a delivered mail. Uses what sending uses, so what it finds is what sending meets;
 * changes nothing but what a renewal or a mail changes. Thread-safe.
 */
@Component
public class Doctor {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration REPLY = Duration.ofSeconds(30);

    private final OAuth oauth;
    private final Accounts accounts;
    private final MailAccounts mailAccounts;
    private final MailServers servers;
    private final NetworkChecks network;
    private final ClientCheck client;
    private final AccountChecks account;
    private final MailChecks mail;

    Doctor(
            OAuth oauth,
            Accounts accounts,
            MailAccounts mailAccounts,
            MailServers servers,
            SmtpClient smtp,
            MailSender sender,
            Proxies proxies,
            ReturnAddresses addresses,
            Clock clock) {
        this.oauth = oauth;
        this.accounts = accounts;
        this.mailAccounts = mailAccounts;
        this.servers = servers;
        this.network = new NetworkChecks(oauth, smtp, proxies, clock);
        this.client = new ClientCheck(oauth, addresses, clock);
        this.account = new AccountChecks(oauth, accounts, clock);
        this.mail = new MailChecks(account, accounts, smtp, sender, clock);
    }

    /**
     * What there is to examine of a user: the accounts in use, else those that were, else the provider that a first one
     * would be at.
     *
     * @param address only this one; empty for all
     */
    public List<Patient> patients(String userCode, Optional<String> address) {
        List<Grant> known = oauth.vault().grantsOf(userCode).stream()
                .filter(grant -> address.filter(wanted -> !wanted.strip().equalsIgnoreCase(grant.email()))
                        .isEmpty())
                .toList();
        List<Grant> inUse = known.stream()
                .filter(grant -> grant.state() != GrantState.DISCONNECTED)
                .toList();
        List<Grant> chosen = inUse.isEmpty() ? known : inUse;
        return chosen.isEmpty()
                ? List.of(new Patient(firstProvider(), Optional.empty()))
                : chosen.stream()
                        .map(grant -> new Patient(oauth.providers().get(grant.providerId()), Optional.of(grant)))
                        .toList();
    }

    private Provider firstProvider() {
        return accounts.readyProviders().stream()
                .findFirst()
                .orElseGet(() -> oauth.providers().get(Provider.GMAIL));
    }

    /** Examines one and tells each finding as soon as it is known, in the order of {@link Check}. */
    public List<Finding> examine(Patient patient, Wishes wishes, Consumer<Finding> listener) {
        List<Finding> findings = new ArrayList<>();
        Consumer<Finding> tell = finding -> {
            findings.add(finding);
            listener.accept(finding);
        };
        Provider provider = patient.provider();
        TransportKind road =
                patient.grant().flatMap(mailAccounts::transportOf).orElseGet(() -> oauth.transportOf(provider.id()));
        network.run(provider, tell);
        tell.accept(
                switch (road) {
                    case SMTP -> network.mailServer(server(provider));
                    case GMAIL_API -> network.gmailApi(provider, servers.gmailApi(provider.id()));
                });
        tell.accept(client.run(provider, fine(findings, Check.TOKEN_ENDPOINT)));
        Optional<AccessToken> token = account.run(patient, road, wishes.refresh(), tell);
        if (token.isEmpty() || !fine(findings, Check.MAIL_SERVER)) {
            tell.accept(Finding.notChecked(Check.MAIL_AUTHENTICATION, "skipped"));
            MailChecks.skip(tell, "skipped");
            return findings;
        }
        Grant grant = patient.grant().orElseThrow();
        switch (road) {
            case SMTP -> mail.bySmtp(grant, token.get(), server(provider), wishes, tell);
            case GMAIL_API -> mail.byGmailApi(grant, wishes, tell);
        }
        return findings;
    }

    private SubmissionServer server(Provider provider) {
        return servers.smtp(provider.id()).waiting(CONNECT, REPLY);
    }

    private static boolean fine(List<Finding> findings, Check check) {
        return findings.stream().noneMatch(finding -> finding.check() == check && finding.isProblem());
    }
}
