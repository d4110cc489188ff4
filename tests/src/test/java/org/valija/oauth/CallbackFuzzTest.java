package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.api.SilentCloseable;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.sqlite.SQLiteDataSource;
import org.valija.oauth.AuthorizationCodeFlow.Beginning;
import org.valija.sql.Schema;

/**
 * Whatever comes back to the redirect address, or is pasted as such, gives an {@link AuthorizationException} with words;
 * no code in them, and no grant, since the provider here is nobody. Nobody else is asked.
 */
class CallbackFuzzTest {

    private static final URI NOBODY = URI.create("http://127.0.0.1:1/");
    private static final URI REDIRECT = URI.create("http://127.0.0.1:8480/oauth/retorno");
    private static final String CODE = "4/0AX4XfWh";
    private static final Secret SESSION = Secret.of("a-browser-session");

    private static @Nullable OAuth oauth;

    /** The database lasts as long as somebody has it open. */
    private static @Nullable Connection opened;

    @BeforeAll
    static void open() throws IOException, SQLException {
        OAuth made = new OAuth(new OAuth.Setup(
                inMemory(),
                Files.createTempDirectory("valija-keys").resolve("valija.keys"),
                Providers.standard().with(VaultFixture.gmail(NOBODY)),
                work -> {},
                Clock.systemUTC(),
                "fuzz",
                Optional.empty()));
        made.saveClient(OAuthClient.desktop(Provider.GMAIL, "a-client", Secret.of("a-secret")));
        oauth = made;
    }

    /** On no disk, where six times as many are tried in the same time. */
    private static DataSource inMemory() throws SQLException {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:file:callbacks?mode=memory&cache=shared");
        opened = dataSource.getConnection();
        Schema.migrate(dataSource);
        return dataSource;
    }

    @AfterAll
    static void close() throws SQLException {
        java.util.Objects.requireNonNull(opened).close();
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
        try (SilentCloseable toTheProvider =
                BugDetectors.allowNetworkConnections((host, port) -> port == NOBODY.getPort())) {
            flowing.codeFlow().completeWithAddress(pasted, SESSION);
            throw new AssertionError("nobody gave a grant");
        } catch (AuthorizationException e) {
            String said = e.getMessage() + e.diagnosis().text(Locale.ROOT);
            assertThat(said).doesNotContain(SESSION.reveal());
            if (pasted.indexOf(CODE) == pasted.lastIndexOf(CODE) && pasted.contains("&code=" + CODE)) {
                assertThat(said).doesNotContain(CODE);
            }
            assertThat(e.detail()).hasSizeLessThan(1_000);
            assertThat((said + e.diagnosis()).chars()).noneMatch(Character::isISOControl);
        }
    }

    private static String state(OAuth flowing) {
        URI begun = flowing.codeFlow()
                .begin(new Beginning(
                        "JUAN", Provider.GMAIL, Optional.of("juan@empresa.mx"), REDIRECT, SESSION, Optional.empty()));
        return begun.getRawQuery().replaceFirst(".*\\bstate=([^&]*).*", "$1");
    }
}
