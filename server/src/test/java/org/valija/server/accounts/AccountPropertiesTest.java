package org.valija.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.MicrosoftCloud;
import org.valija.oauth.Provider;
import org.valija.oauth.ProviderDiscovery;
import org.valija.oauth.ProxyServer;
import org.valija.oauth.Secret;

class AccountPropertiesTest {

    private static final URI GOOGLE = URI.create("https://oauth2.googleapis.com/token");

    @TempDir
    private Path folder;

    @Test
    void proxyIsReadWithItsExceptionsAndCredentials() throws IOException {
        Path file = Files.writeString(folder.resolve("proxy"), "juan:secret\n");

        AccountProperties properties = bind(Map.of(
                "valija.proxy", "http://proxy.x.example:3128",
                "valija.no-proxy[0]", ".x.example",
                "valija.proxy-credentials-file", file.toString()));

        Optional<ProxyServer> proxy = properties.proxies().forUri(GOOGLE);
        assertThat(proxy).map(ProxyServer::toString).contains("proxy.x.example:3128");
        assertThat(proxy.flatMap(ProxyServer::password)).contains(Secret.of("secret"));
        assertThat(properties.proxies().forUri(URI.create("https://sso.x.example/")))
                .isEmpty();
    }

    @Test
    void microsoftsCloudIsASetting() {
        AccountProperties ordinary = bind(Map.of("valija.demo", "true"));
        AccountProperties government = bind(Map.of("valija.microsoft-cloud", "gcc-high"));
        AccountProperties china = bind(Map.of("valija.microsoft-cloud", "china"));

        assertThat(ordinary.microsoftCloud()).isEqualTo(MicrosoftCloud.WORLDWIDE);
        assertThat(login(government)).isEqualTo("login.microsoftonline.us");
        assertThat(login(china)).isEqualTo("login.partner.microsoftonline.cn");
        assertThat(server(ordinary).host()).isEqualTo("smtp.office365.com");
        assertThat(server(government).host()).isEqualTo("smtp.office365.us");
        assertThat(server(china).host()).isEqualTo("smtp.partner.outlook.cn");
    }

    private static String login(AccountProperties properties) {
        return AccountConfiguration.providers(properties, new ProviderDiscovery(Optional.empty(), properties.proxies()))
                .get(Provider.MICROSOFT)
                .tokenEndpoint()
                .getHost();
    }

    private static SubmissionServer server(AccountProperties properties) {
        AccountConfiguration configuration = new AccountConfiguration();
        return configuration
                .mailServers(properties, configuration.trust(properties), properties.proxies())
                .smtp(Provider.MICROSOFT);
    }

    private static AccountProperties bind(Map<String, Object> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bind("valija", AccountProperties.class)
                .get();
    }
}
