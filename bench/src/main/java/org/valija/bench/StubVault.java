package org.valija.bench;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.valija.oauth.AuthorizationCodeFlow.Beginning;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Providers;
import org.valija.oauth.Secret;
import org.valija.sql.Schema;

/** The OAuth half on a database of a bench, whose grants a stub of a provider gives. */
final class StubVault implements AutoCloseable {

    private static final URI REDIRECT = URI.create("http://127.0.0.1:39999/");
    private static final Pattern STATE = Pattern.compile("[?&]state=([^&]*)");

    private final OAuth oauth;
    private final ExecutorService background = Executors.newSingleThreadExecutor();

    /** Makes the tables where they are missing. */
    StubVault(DataSource dataSource, Path keyFile, StubProvider stub) {
        Schema.migrate(dataSource);
        oauth = new OAuth(new OAuth.Setup(
                dataSource,
                keyFile,
                Providers.standard().with(stub.provider()),
                background,
                Clock.systemUTC(),
                "bench",
                Optional.empty()));
    }

    OAuth oauth() {
        return oauth;
    }

    void register() {
        oauth.saveClient(OAuthClient.desktop(StubProvider.ID, "bench", Secret.of("bench")));
    }

    Grant authorize(String mailbox) {
        Secret binding = Secret.of("bench");
        URI address = oauth.codeFlow()
                .begin(new Beginning(
                        "BENCH", StubProvider.ID, Optional.of(mailbox), REDIRECT, binding, Optional.empty()));
        Matcher state = STATE.matcher(address.toString());
        if (!state.find()) {
            throw new IllegalStateException("no state in " + address);
        }
        String answer =
                REDIRECT + "?code=" + URLEncoder.encode(mailbox, StandardCharsets.UTF_8) + "&state=" + state.group(1);
        return oauth.codeFlow().completeWithAddress(answer, binding).grant();
    }

    @Override
    public void close() {
        background.shutdown();
    }
}
