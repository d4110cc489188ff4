package org.valija.server.doctor;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.mail.DeliveryListener;
import org.valija.mail.GmailApi;
import org.valija.mail.SmtpClient;
import org.valija.mail.SmtpConnectException;
import org.valija.mail.SmtpConnection;
import org.valija.mail.SmtpCredentials;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.ProviderProbe.Reached;
import org.valija.oauth.Proxies;
import org.valija.oauth.ProxyServer;

/** Clock, way out and servers: what can be wrong before any account is looked at. Thread-safe. */
final class NetworkChecks {

    /** Permissions live an hour; what is measured this way is exact to a second or two. */
    private static final Duration LARGEST_DIFFERENCE = Duration.ofMinutes(2);

    private final OAuth oauth;
    private final SmtpClient client;
    private final Proxies proxies;
    private final Clock clock;

    NetworkChecks(OAuth oauth, SmtpClient client, Proxies proxies, Clock clock) {
        this.oauth = oauth;
        this.client = client;
        this.proxies = proxies;
        this.clock = clock;
    }

    void run(Provider declared, Consumer<Finding> tell) {
        Provider provider =
                declared.forTenant(oauth.currentClient(declared.id()).flatMap(OAuthClient::tenant));
        Reached token = oauth.probe().reach(provider.tokenEndpoint());
        Reached authorization = oauth.probe().reach(provider.authorizationEndpoint());
        tell.accept(clock(provider, List.of(token, authorization)));
        tell.accept(proxy(provider.tokenEndpoint()));
        tell.accept(endpoint(Check.AUTHORIZATION_ENDPOINT, provider, provider.authorizationEndpoint(), authorization));
        tell.accept(endpoint(Check.TOKEN_ENDPOINT, provider, provider.tokenEndpoint(), token));
    }

    Finding gmailApi(Provider provider, GmailApi api) {
        return endpoint(Check.MAIL_SERVER, provider, api.base(), oauth.probe().reach(api.base()));
    }

    private Finding clock(Provider provider, List<Reached> answers) {
        Optional<Instant> theirs =
                answers.stream().map(Reached::date).flatMap(Optional::stream).findFirst();
        if (theirs.isEmpty()) {
            return Finding.notChecked(Check.CLOCK, "clock.unknown", provider.name());
        }
        Duration difference = Duration.between(theirs.get(), clock.instant()).abs();
        return difference.compareTo(LARGEST_DIFFERENCE) > 0
                ? Finding.problem(
                        Check.CLOCK,
                        Diagnosis.of(Cause.CLOCK_WRONG)
                                .at(provider.name())
                                .because(clock.instant() + " ≠ " + theirs.get()))
                : Finding.ok(Check.CLOCK, "clock.ok", provider.name(), difference.toSeconds());
    }

    private Finding proxy(URI endpoint) {
        return proxies.forUri(endpoint)
                .map(ProxyServer::toString)
                .map(proxy -> Finding.ok(Check.PROXY, "proxy.used", proxy))
                .orElseGet(() -> Finding.ok(Check.PROXY, "proxy.none"));
    }

    private static Finding endpoint(Check check, Provider provider, URI endpoint, Reached reached) {
        return reached.failure()
                .map(failure -> Finding.problem(check, failure.at(provider.name())))
                .orElseGet(() -> Finding.ok(check, "reached", endpoint.getAuthority()));
    }

    Finding mailServer(SubmissionServer server) {
        try (SmtpConnection connection = client.connect(server, new SmtpCredentials.None(), DeliveryListener.SILENT)) {
            return Finding.ok(Check.MAIL_SERVER, "mailserver.ok", server.host() + ":" + server.port());
        } catch (SmtpConnectException e) {
            return Finding.problem(Check.MAIL_SERVER, e.diagnosis().naming(server.host()));
        }
    }
}
