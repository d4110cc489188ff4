package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MicrosoftCloudTest {

    @ParameterizedTest
    @CsvSource({
        "WORLDWIDE, login.microsoftonline.com, https://outlook.office.com/SMTP.Send",
        "GCC_HIGH, login.microsoftonline.us, https://outlook.office365.us/SMTP.Send",
        "CHINA, login.partner.microsoftonline.cn, https://partner.outlook.cn/SMTP.Send",
    })
    void eachCloudHasItsOwnHostsAndPermission(MicrosoftCloud cloud, String login, String scope) {
        Provider provider = Provider.microsoft(cloud).forTenant(Optional.of("contoso.example"));

        assertThat(provider.id()).isEqualTo(Provider.MICROSOFT);
        assertThat(provider.authorizationEndpoint())
                .hasToString("https://" + login + "/contoso.example/oauth2/v2.0/authorize");
        assertThat(provider.tokenEndpoint()).hasToString("https://" + login + "/contoso.example/oauth2/v2.0/token");
        assertThat(provider.issuer()).contains("https://" + login + "/{tenantid}/v2.0");
        assertThat(provider.missing(TransportKind.SMTP, Set.of())).containsExactly(scope);
        assertThat(provider.scopesFor(TransportKind.SMTP)).contains("offline_access", scope);
    }
}
