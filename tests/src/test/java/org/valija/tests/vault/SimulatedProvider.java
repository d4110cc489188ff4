package org.valija.tests.vault;

import java.net.URI;
import java.util.Optional;
import org.valija.oauth.AuthorizationCodeFlow.Beginning;
import org.valija.oauth.Consent;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuth;
import org.valija.oauth.Provider;
import org.valija.oauth.Providers;
import org.valija.oauth.Secret;

/** Gmail, as the simulator plays it. */
public final class SimulatedProvider {

    private static final URI REDIRECT = URI.create("http://127.0.0.1:8480/oauth/retorno");
    private static final Secret SESSION = Secret.of("session-of-the-person-at-the-browser");

    private SimulatedProvider() {}

    public static Providers at(URI base) {
        return Providers.standard()
                .with(Provider.gmail().toBuilder()
                        .issuer(base.toString())
                        .authorizationEndpoint(base.resolve("/o/oauth2/v2/auth"))
                        .tokenEndpoint(base.resolve("/token"))
                        .revocationEndpoint(base.resolve("/revoke"))
                        .userInfoEndpoint(base.resolve("/v1/userinfo"))
                        .issuerInResponse(true)
                        .build());
    }

    /** The whole authorisation, by the simulator's own pages. */
    public static Grant connect(OAuth oauth, String userCode, String email) {
        URI authorization = oauth.codeFlow()
                .begin(new Beginning(
                        userCode, Provider.GMAIL, Optional.of(email), REDIRECT, SESSION, Optional.empty()));
        URI answer = Consent.of(email).allow(authorization);
        return oauth.codeFlow().completeWithAddress(answer.toString(), SESSION).grant();
    }
}
