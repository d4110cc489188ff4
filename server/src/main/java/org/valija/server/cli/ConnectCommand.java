package org.valija.server.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.valija.ClienteOauth;
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.Provider;
import org.valija.server.mailroom.Authorization;
import org.valija.server.mailroom.Authorization.Authorized;
import org.valija.server.mailroom.AuthorizationWish;
import org.valija.server.mailroom.ConsoleAuthorization;
import org.valija.server.mailroom.LoopbackAuthorization;
import org.valija.server.mailroom.Mailroom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code valija connect USER}: authorises an address of a user's: on this machine's installation, at a service elsewhere with
 * a program's token, or at a console elsewhere with the user's own key. The browser is this machine's; where it is another's,
 * the address that it ends at is pasted.
 */
@Command(name = "connect", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class ConnectCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(200);

    @Parameters(index = "0", paramLabel = "USER", descriptionKey = "user")
    private String user = "";

    @Option(names = "--email", paramLabel = "ADDRESS", descriptionKey = "connect.email")
    private @Nullable String email;

    @Option(names = "--provider", paramLabel = "ID", descriptionKey = "connect.provider")
    private @Nullable Integer provider;

    @Option(names = "--key-file", paramLabel = "FILE", descriptionKey = "keyFile")
    private @Nullable Path keyFile;

    @Option(names = "--print", descriptionKey = "print")
    private boolean print;

    @Option(names = "--paste", descriptionKey = "connect.paste")
    private boolean paste;

    @Mixin
    private final MailroomOptions options = new MailroomOptions();

    @Option(names = "--json", descriptionKey = "connect.json")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final ResourceBundle words = ResourceBundle.getBundle("commands", Locale.getDefault());

    @Override
    public Integer call() throws InterruptedException {
        Optional<URI> console = options.server()
                .filter(service -> keyFile != null || options.token().isEmpty());
        if (console.isPresent()) {
            if (email != null || provider != null) {
                throw new ParameterException(spec.commandLine(), words.getString("connect.ofToken"));
            }
            try (Authorization begun = ConsoleAuthorization.begin(console.get(), user, key(), options.tls())) {
                return finish(begun);
            }
        }
        AuthorizationWish wish = new AuthorizationWish(
                user, Optional.ofNullable(email), Optional.ofNullable(provider).orElse(Provider.GMAIL));
        try (Mailroom mailroom = options.open();
                Authorization begun = mailroom.authorize(wish)) {
            return finish(begun);
        }
    }

    private int finish(Authorization begun) throws InterruptedException {
        Answer answer = new Answer(spec.commandLine().getOut(), json);
        answer.say("connect.open", begun.address());
        answer.data(Map.of("address", begun.address().toString()));
        Optional<LoopbackAuthorization> pastes = Optional.of(begun)
                .filter(LoopbackAuthorization.class::isInstance)
                .map(LoopbackAuthorization.class::cast)
                .filter(loopback -> paste || terminal().isPresent());
        if (pastes.isPresent()) {
            answer.say("connect.pasteHere");
        }
        if (!print && !opensBrowser(begun.address())) {
            answer.say("connect.nobrowser");
        }
        Supplier<Optional<Authorized>> pasted =
                pastes.map(ConnectCommand::pasted).orElse(Optional::empty);
        Authorized done = await(begun, pasted);
        answer.say("connect.done", done.address(), done.user());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("user", done.user());
        data.put("email", done.address());
        answer.data(data);
        return ExitStatus.DONE.code();
    }

    private static boolean opensBrowser(URI address) {
        try {
            ClienteOauth.openBrowser(address);
            return true;
        } catch (AuthorizationException e) {
            return false;
        }
    }

    private static Authorized await(Authorization begun, Supplier<Optional<Authorized>> pasted)
            throws InterruptedException {
        long end = System.nanoTime() + begun.patience().toNanos();
        while (System.nanoTime() < end) {
            Optional<Authorized> done = begun.await(LOOK).or(pasted);
            if (done.isPresent()) {
                return done.get();
            }
        }
        throw AuthorizationException.unanswered();
    }

    /** The first line that somebody types or pastes; who reads it does not keep the program from ending. */
    private static Supplier<Optional<Authorized>> pasted(LoopbackAuthorization begun) {
        BlockingQueue<String> lines = new ArrayBlockingQueue<>(1);
        Charset charset = terminal().map(Console::charset).orElseGet(Charset::defaultCharset);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, charset));
        Thread.ofPlatform()
                .daemon()
                .name("paste")
                .start(() -> in.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .findFirst()
                        .ifPresent(lines::offer));
        return () -> Optional.ofNullable(lines.poll()).map(begun::complete);
    }

    private String key() {
        if (keyFile != null) {
            try {
                return Files.readString(keyFile).strip();
            } catch (IOException e) {
                throw new ParameterException(
                        spec.commandLine(), words.getString("unreadable").formatted(keyFile, e), e);
            }
        }
        Console console = terminal()
                .orElseThrow(() -> new ParameterException(spec.commandLine(), words.getString("connect.nokey")));
        char[] typed =
                console.readPassword("%s ", words.getString("connect.key").formatted(user));
        return typed == null ? "" : new String(typed);
    }

    @SuppressWarnings("SystemConsoleNull") // NullAway reads the signature, which still allows it
    private static Optional<Console> terminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }
}
