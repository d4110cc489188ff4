package org.valija.server.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.valija.oauth.Secret;
import org.valija.oauth.TrustedAuthorities;
import org.valija.server.mailroom.LocalMailroom;
import org.valija.server.mailroom.Mailroom;
import org.valija.server.mailroom.RemoteMailroom;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of every command that works on this machine's installation or on a service elsewhere. */
final class MailroomOptions {

    /** Holds the token where no file does: an argument could be read by everybody on the machine. */
    static final String TOKEN = "VALIJA_TOKEN";

    private static final String SERVER = "VALIJA_SERVER";

    /** RFC 6750 §2.1. */
    private static final Pattern TOKEN_FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(names = "--server", paramLabel = "URL", descriptionKey = "server")
    private @Nullable URI server;

    @Option(names = "--token-file", paramLabel = "FILE", descriptionKey = "tokenFile")
    private @Nullable Path tokenFile;

    @Option(names = "--trusted-certificates", paramLabel = "FILE", descriptionKey = "trusted")
    private List<Path> trusted = List.of();

    @Option(names = "--plain-http", descriptionKey = "plainHttp")
    private boolean plainHttp;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** What the command works on; an installation named by its folder is always this machine's. */
    Mailroom open() {
        Optional<URI> remote = server();
        return remote.isEmpty() ? LocalMailroom.open(data.properties()) : open(remote.get());
    }

    private Mailroom open(URI remote) {
        Secret token = token().orElseThrow(() -> wrong("remote.notoken"));
        return new RemoteMailroom(remote, token, tls());
    }

    /** The service elsewhere, where one is named. */
    Optional<URI> server() {
        if (server != null && data.isGiven()) {
            throw wrong("remote.both");
        }
        Optional<URI> named = data.isGiven()
                ? Optional.empty()
                : Optional.ofNullable(server)
                        .or(() -> Optional.ofNullable(System.getenv(SERVER))
                                .filter(text -> !text.isBlank())
                                .map(this::address));
        named.ifPresent(this::check);
        return named;
    }

    private URI address(String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            throw wrong("remote.address", text);
        }
    }

    private void check(URI remote) {
        String host = String.valueOf(remote.getHost());
        boolean plain = "http".equals(remote.getScheme());
        if (remote.getHost() == null || !(plain || "https".equals(remote.getScheme()))) {
            throw wrong("remote.address", remote);
        }
        boolean here = host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
        if (plain && !here && !plainHttp) {
            throw wrong("remote.plain", remote);
        }
    }

    /** The token, where there is one. */
    Optional<Secret> token() {
        return tokenFile == null
                ? Optional.ofNullable(System.getenv(TOKEN))
                        .filter(text -> !text.isBlank())
                        .map(this::checked)
                : Optional.of(checked(read(tokenFile)));
    }

    private String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw wrong("unreadable", file, e);
        }
    }

    /** What is no token would be shown by whoever refuses it as a header. */
    private Secret checked(String text) {
        if (!TOKEN_FORM.matcher(text.strip()).matches()) {
            throw wrong("remote.badtoken");
        }
        return Secret.of(text.strip());
    }

    Optional<SSLContext> tls() {
        return trusted.isEmpty() ? Optional.empty() : Optional.of(TrustedAuthorities.with(trusted));
    }

    private ParameterException wrong(String key, Object... arguments) {
        ResourceBundle words = ResourceBundle.getBundle("commands", Locale.getDefault());
        return new ParameterException(spec.commandLine(), words.getString(key).formatted(arguments));
    }
}
