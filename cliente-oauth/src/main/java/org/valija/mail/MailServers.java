package org.valija.mail;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.valija.oauth.Provider;

/** Where each provider takes mail, by each of its roads. Immutable and thread-safe. */
public final class MailServers {

    private final Map<Integer, SubmissionServer> smtp;
    private final Map<Integer, GmailApi> gmailApis;

    private MailServers(Map<Integer, SubmissionServer> smtp, Map<Integer, GmailApi> gmailApis) {
        this.smtp = Map.copyOf(smtp);
        this.gmailApis = Map.copyOf(gmailApis);
    }

    /** Gmail and Microsoft 365, as they are in the world. */
    public static MailServers standard() {
        return new MailServers(
                Map.of(Provider.GMAIL, SubmissionServer.gmail(), Provider.MICROSOFT, SubmissionServer.microsoft365()),
                Map.of(Provider.GMAIL, GmailApi.google()));
    }

    /** These, with another or a first submission server of a provider. */
    public MailServers with(int providerId, SubmissionServer server) {
        Map<Integer, SubmissionServer> more = new HashMap<>(smtp);
        more.put(providerId, server);
        return new MailServers(more, gmailApis);
    }

    /** These, with another or a first Gmail API of a provider. */
    public MailServers with(int providerId, GmailApi api) {
        Map<Integer, GmailApi> more = new HashMap<>(gmailApis);
        more.put(providerId, api);
        return new MailServers(smtp, more);
    }

    /** The same servers with further certificate authorities, but for those that have some of their own. */
    public MailServers trusting(SSLContext authorities) {
        Map<Integer, SubmissionServer> trusting = new HashMap<>(smtp);
        trusting.replaceAll((id, server) -> server.trust().isPresent() ? server : server.trusting(authorities));
        Map<Integer, GmailApi> trustingApis = new HashMap<>(gmailApis);
        trustingApis.replaceAll((id, api) -> api.trust().isPresent() ? api : api.trusting(authorities));
        return new MailServers(trusting, trustingApis);
    }

    /** @throws IllegalArgumentException when the configuration names none */
    SubmissionServer smtp(int providerId) {
        return Optional.ofNullable(smtp.get(providerId))
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no mail server in the configuration for provider " + providerId));
    }

    /** @throws IllegalArgumentException when the configuration names none */
    GmailApi gmailApi(int providerId) {
        return Optional.ofNullable(gmailApis.get(providerId))
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no Gmail API in the configuration for provider " + providerId));
    }
}
