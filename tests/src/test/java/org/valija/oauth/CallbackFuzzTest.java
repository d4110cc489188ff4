package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.valija.oauth.AuthorizationCodeFlow.Beginning;
import org.valija.sql.TestDatabase;

/**
 * Whatever comes back to the redirect address, or is pasted as such, gives an {@link AuthorizationException} with words;
 * no code in them, and no grant, since the provider here is nobody.
 */
class CallbackFuzzTest {

    private static final URI REDIRECT = URI.create("http://127.0.0.1:8480/oauth/retorno");
    private static final Secret SESSION = Secret.of("a-browser-session");

    private static @Nullable OAuth oauth;

    @BeforeAll
    static void open() throws IOException {
        URI nobody = URI.create("http://127.0.0.1:1/");
        OAuth opened = new OAuth(new OAuth.Setup(
                TestDatabase.SQLITE.migrated(),
                Files.createTempDirectory("valija-keys").resolve("valija.keys"),
                Providers.standard().with(VaultFixture.gmail(nobody)),
                work -> {},
                Clock.systemUTC(),
                "fuzz",
                Optional.empty()));
        opened.saveClient(OAuthClient.desktop(Provider.GMAIL, "a-client", Secret.of("a-secret")));
        oauth = opened;
    }

    /** {@code STATE} stands for the state of an authorization that was begun. */
    @DictionaryEntries({
        "http://127.0.0.1:8480/oauth/retorno?",
        "state=STATE&code=4/0AX4XfWh",
        "&iss=http://127.0.0.1:1/",
        "&error=access_denied&error_description=AADSTS50020",
        "%0d%0a"
    })
    @FuzzTest
    void anythingThatComesBack(@NotNull String address) {
        OAuth flowing = java.util.Objects.requireNonNull(oauth);
        String pasted = address.contains("STATE") ? address.replace("STATE", state(flowing)) : address;
        try {
            flowing.codeFlow().completeWithAddress(pasted, SESSION);
            throw new AssertionError("nobody gave a grant");
        } catch (AuthorizationException e) {
            String said = e.getMessage() + e.diagnosis().text(Locale.ROOT);
            assertThat(said).doesNotContain("4/0AX4XfWh").doesNotContain(SESSION.reveal());
        }
    }

    private static String state(OAuth flowing) {
        URI begun = flowing.codeFlow()
                .begin(new Beginning(
                        "JUAN", Provider.GMAIL, Optional.of("juan@empresa.mx"), REDIRECT, SESSION, Optional.empty()));
        return begun.getRawQuery().replaceFirst(".*\\bstate=([^&]*).*", "$1");
    }
}
