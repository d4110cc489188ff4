package org.valija.mail;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.valija.oauth.Provider;
import org.valija.oauth.Proxies;

/** Where each provider takes mail, by each of its roads. Immutable and thread-safe. */
public final class MailServers {

    private static final Set<String> PERSONAL_GMAIL = Set.of("gmail.com", "googlemail.com");
    private static final Pattern PERSONAL_OUTLOOK = Pattern.compile("(outlook|hotmail|live|msn)(\\.com)?\\.[a-z]{2,3}");

    private final Map<Integer, SubmissionServer> smtp;
    private final Map<Integer, GmailApi> gmailApis;
    private final Map<Integer, SendingQuota> quotas;
    private final Proxies proxies;

    private MailServers(
            Map<Integer, SubmissionServer> smtp,
            Map<Integer, GmailApi> gmailApis,
            Map<Integer, SendingQuota> quotas,
            Proxies proxies) {
        this.smtp = Map.copyOf(smtp);
        this.gmailApis = Map.copyOf(gmailApis);
        this.quotas = Map.copyOf(quotas);
        this.proxies = proxies;
    }

    /** Gmail and Microsoft 365, as they are in the world. */
    public static MailServers standard() {
        return new MailServers(
                Map.of(Provider.GMAIL, SubmissionServer.gmail(), Provider.MICROSOFT, SubmissionServer.microsoft365()),
                Map.of(Provider.GMAIL, GmailApi.google()),
                Map.of(),
                Proxies.ofSystem());
    }

    /** These, with another or a first submission server of a provider. */
    public MailServers with(int providerId, SubmissionServer server) {
        Map<Integer, SubmissionServer> more = new HashMap<>(smtp);
        more.put(providerId, server);
        return new MailServers(more, gmailApis, quotas, proxies);
    }

    /** These, with another or a first Gmail API of a provider. */
    public MailServers with(int providerId, GmailApi api) {
        Map<Integer, GmailApi> more = new HashMap<>(gmailApis);
        more.put(providerId, api);
        return new MailServers(smtp, more, quotas, proxies);
    }

    /** These, with another quota of a provider's accounts. */
    public MailServers with(int providerId, SendingQuota quota) {
        Map<Integer, SendingQuota> more = new HashMap<>(quotas);
        more.put(providerId, quota);
        return new MailServers(smtp, gmailApis, more, proxies);
    }

    /** These, their APIs reached by that way out; how mail servers are reached is the {@link SmtpClient}'s. */
    public MailServers reachedBy(Proxies wayOut) {
        return new MailServers(smtp, gmailApis, quotas, wayOut);
    }

    /** The same servers with further certificate authorities, but for those that have some of their own. */
    public MailServers trusting(SSLContext authorities) {
        Map<Integer, SubmissionServer> trusting = new HashMap<>(smtp);
        trusting.replaceAll((id, server) -> server.trust().isPresent() ? server : server.trusting(authorities));
        Map<Integer, GmailApi> trustingApis = new HashMap<>(gmailApis);
        trustingApis.replaceAll((id, api) -> api.trust().isPresent() ? api : api.trusting(authorities));
        return new MailServers(trusting, trustingApis, quotas, proxies);
    }

    Proxies proxies() {
        return proxies;
    }

    /** @throws IllegalArgumentException when the configuration names none */
    public SubmissionServer smtp(int providerId) {
        return Optional.ofNullable(smtp.get(providerId))
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no mail server in the configuration for provider " + providerId));
    }

    /** @throws IllegalArgumentException when the configuration names none */
    public GmailApi gmailApi(int providerId) {
        return Optional.ofNullable(gmailApis.get(providerId))
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no Gmail API in the configuration for provider " + providerId));
    }

    /** What the provider takes from an account: as configured, else what is known of it. */
    public SendingQuota quota(int providerId, String email) {
        SendingQuota configured = quotas.get(providerId);
        if (configured != null) {
            return configured;
        }
        String domain = email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return switch (providerId) {
            case Provider.GMAIL ->
                PERSONAL_GMAIL.contains(domain) ? SendingQuota.GMAIL_PERSONAL : SendingQuota.GMAIL_WORKSPACE;
            case Provider.MICROSOFT ->
                PERSONAL_OUTLOOK.matcher(domain).matches() ? SendingQuota.OUTLOOK_PERSONAL : SendingQuota.MICROSOFT_365;
            default -> SendingQuota.NONE;
        };
    }
}
