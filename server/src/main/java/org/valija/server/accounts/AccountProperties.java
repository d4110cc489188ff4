package org.valija.server.accounts;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.valija.mail.ProxiedSockets;
import org.valija.mail.SendingQuota;
import org.valija.mail.SmtpClient;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.MicrosoftCloud;
import org.valija.oauth.Proxies;
import org.valija.oauth.ProxyServer;
import org.valija.oauth.TransportKind;

/**
 * The part of {@code valija.yaml} that speaks of providers and mail servers.
 *
 * @param providers further providers, or other data for the known ones (1 Gmail, 2 Microsoft)
 * @param trustedCertificates PEM files with certificate authorities of the company
 * @param passwordServer a mail server that still takes a password
 * @param microsoftCloud which of Microsoft's clouds provider 2 is
 * @param proxy HTTP proxy for HTTPS calls, {@code http://host:port}; without it, what the machine says
 * @param noProxy hosts, or domains beginning with a dot, that are reached without {@code proxy}
 * @param proxyCredentialsFile whose first line is {@code user:password} of both proxies
 * @param smtpProxy HTTP proxy by which mail servers are reached; without it, straight
 */
@ConfigurationProperties("valija")
public record AccountProperties(
        @DefaultValue List<ProviderProperties> providers,
        @DefaultValue List<Path> trustedCertificates,
        @Nullable SmtpProperties passwordServer,
        @DefaultValue("worldwide") MicrosoftCloud microsoftCloud,
        Optional<String> proxy,
        @DefaultValue List<String> noProxy,
        @Nullable Path proxyCredentialsFile,
        Optional<String> smtpProxy) {

    /** The way out for HTTPS calls. */
    Proxies proxies() {
        return proxy.map(this::server)
                .map(server -> Proxies.through(server, noProxy))
                .orElseGet(Proxies::ofSystem);
    }

    /** The client for mail servers. */
    SmtpClient smtpClient() {
        return smtpProxy
                .map(this::server)
                .map(server -> new SmtpClient(new ProxiedSockets(server)))
                .orElseGet(SmtpClient::new);
    }

    private ProxyServer server(String address) {
        ProxyServer server = ProxyServer.of(address);
        return proxyCredentialsFile == null ? server : server.withCredentials(proxyCredentialsFile);
    }

    /**
     * A provider; what is not given is the known provider's, or comes from the issuer.
     *
     * @param id 1 and 2 change a known provider, new ones begin at 100
     * @param discover whether the endpoints are read from the issuer
     * @param smtp its submission server
     * @param gmailApi base address of its Gmail API; a known provider whose OAuth endpoints are changed has none but this
     * @param quota what it takes from one account, where it is not what is known of it
     * @param transport which of the two its mail takes unless the page Cliente OAuth says otherwise
     */
    public record ProviderProperties(
            int id,
            Optional<String> name,
            Optional<URI> issuer,
            @DefaultValue("false") boolean discover,
            Optional<URI> authorizationEndpoint,
            Optional<URI> tokenEndpoint,
            Optional<URI> revocationEndpoint,
            Optional<URI> userInfoEndpoint,
            @DefaultValue List<String> scopes,
            @DefaultValue List<String> requiredScopes,
            @DefaultValue Map<String, String> authorizationParameters,
            @DefaultValue List<String> identityClaims,
            Optional<Duration> earlyMargin,
            Optional<Duration> idleRefresh,
            @Nullable SmtpProperties smtp,
            Optional<URI> gmailApi,
            @Nullable QuotaProperties quota,
            Optional<TransportKind> transport) {}

    /**
     * What a provider takes from one account; what is not given has no bound.
     *
     * @param perDay mails in 24 hours
     * @param recipientsPerDay recipients in 24 hours
     * @param perMinute mails in a minute
     */
    public record QuotaProperties(
            Optional<Integer> perDay, Optional<Integer> recipientsPerDay, Optional<Integer> perMinute) {
        SendingQuota quota() {
            return new SendingQuota(
                    perDay.orElse(SendingQuota.UNBOUNDED),
                    recipientsPerDay.orElse(SendingQuota.UNBOUNDED),
                    perMinute.orElse(SendingQuota.UNBOUNDED));
        }
    }

    /** Where mail is handed in. */
    public record SmtpProperties(
            String host, int port, @DefaultValue("starttls") TlsWord tls) {

        /** As it stands in the file. */
        public enum TlsWord {
            STARTTLS,
            IMPLICIT,
            NONE
        }

        SubmissionServer server() {
            return switch (tls) {
                case STARTTLS -> SubmissionServer.startTls(host, port);
                case IMPLICIT -> SubmissionServer.implicitTls(host, port);
                case NONE -> SubmissionServer.loopback(host, port);
            };
        }
    }
}
