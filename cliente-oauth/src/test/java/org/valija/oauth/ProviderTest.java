package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProviderTest {

    private static final String SEND = "https://www.googleapis.com/auth/gmail.send";
    private static final String ALL_MAIL = "https://mail.google.com/";

    private static Provider.Builder own() {
        return Provider.builder(100, "Own")
                .authorizationEndpoint(URI.create("https://sso.example/auth"))
                .tokenEndpoint(URI.create("https://sso.example/token"));
    }

    @Test
    void gmailAsksForTheLightestScopeOfEachRoad() {
        Provider gmail = Provider.gmail();

        assertThat(gmail.defaultTransport()).isEqualTo(TransportKind.GMAIL_API);
        assertThat(gmail.scopesFor(TransportKind.GMAIL_API)).containsExactly("openid", "email", SEND);
        assertThat(gmail.scopesFor(TransportKind.SMTP)).containsExactly("openid", "email", ALL_MAIL);
    }

    @Test
    void theFullScopeAllowsBothRoadsAndTheLightOneOnlyTheApi() {
        Provider gmail = Provider.gmail();

        assertThat(gmail.missing(TransportKind.GMAIL_API, Set.of("openid", ALL_MAIL)))
                .isEmpty();
        assertThat(gmail.missing(TransportKind.SMTP, Set.of("openid", ALL_MAIL)))
                .isEmpty();
        assertThat(gmail.missing(TransportKind.GMAIL_API, Set.of("openid", SEND)))
                .isEmpty();
        assertThat(gmail.missing(TransportKind.SMTP, Set.of("openid", SEND))).containsExactly(ALL_MAIL);
        assertThat(gmail.missing(TransportKind.GMAIL_API, Set.of("openid"))).containsExactly(SEND);
    }

    @Test
    void configuredScopesThatSufficeAreNotAskedForTwice() {
        Provider gmail =
                Provider.gmail().toBuilder().scopes("openid", "email", ALL_MAIL).build();

        assertThat(gmail.scopesFor(TransportKind.GMAIL_API)).containsExactly("openid", "email", ALL_MAIL);
        assertThat(gmail.scopesFor(TransportKind.SMTP)).containsExactly("openid", "email", ALL_MAIL);
    }

    @Test
    void aProviderOfOnesOwnTakesMailBySmtpWithItsCommonScopes() {
        Provider provider =
                own().scopes("openid", "correo").requiredScopes("correo").build();

        assertThat(provider.scopesFor(provider.defaultTransport())).containsExactly("openid", "correo");
        assertThat(provider.missing(TransportKind.SMTP, Set.of("openid"))).containsExactly("correo");
        assertThat(provider.missing(TransportKind.SMTP, Set.of("correo"))).isEmpty();
    }

    @Test
    void roadsCanBePreferredAndLeftOut() {
        Provider gmail = Provider.gmail();

        assertThat(gmail.preferring(TransportKind.SMTP).defaultTransport()).isEqualTo(TransportKind.SMTP);
        assertThat(gmail.preferring(TransportKind.SMTP).transports()).hasSize(2);
        assertThat(gmail.by(TransportKind.SMTP).access(TransportKind.GMAIL_API)).isEmpty();
        assertThat(gmail.forTenant(Optional.empty()).transports()).isEqualTo(gmail.transports());
        assertThatThrownBy(() -> Provider.microsoft().by(TransportKind.GMAIL_API))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gmail-api");
    }
}
