package org.valija.server.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valija.ClienteOauth;
import org.valija.oauth.LoopbackReceiver;
import org.valija.oauth.TrustedAuthorities;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code valija connect}: authenticates from the user's own machine with a service elsewhere on the network. The browser
 * comes back to this machine, which hands the final address on.
 */
@Command(name = "connect", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class ConnectCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "USER", descriptionKey = "user")
    private String user = "";

    @Option(names = "--server", paramLabel = "URL", required = true, descriptionKey = "server")
    private URI server = URI.create("http://127.0.0.1:8480");

    @Option(names = "--key-file", paramLabel = "FILE", descriptionKey = "keyFile")
    private @Nullable Path keyFile;

    @Option(names = "--trusted-certificates", paramLabel = "FILE", descriptionKey = "trusted")
    private List<Path> trusted = List.of();

    @Option(names = "--print", descriptionKey = "print")
    private boolean print;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        ResourceBundle words = ResourceBundle.getBundle("commands", Locale.getDefault());
        PrintWriter out = spec.commandLine().getOut();
        FormBrowser browser =
                new FormBrowser(trusted.isEmpty() ? Optional.empty() : Optional.of(TrustedAuthorities.with(trusted)));
        Page home = browser.submit(browser.get(server.resolve("/entrar"))
                .form("#entrada")
                .type("usuario", user)
                .type("clave", key(words)));
        if (home.has("#entrada")) {
            throw new IllegalArgumentException(home.text(".say"));
        }
        try (LoopbackReceiver receiver = new LoopbackReceiver(Locale.getDefault())) {
            Page begun = browser.submit(browser.get(server.resolve("/correo/ayudante"))
                    .form("#ayudante")
                    .type("retorno", receiver.redirectUri().toString()));
            if (!begun.has("#terminar")) {
                throw new IllegalArgumentException(begun.text(".say"));
            }
            URI authorization =
                    URI.create(String.valueOf(begun.document().select("#abrir").attr("href")));
            out.println(words.getString("connect.open").formatted(authorization));
            out.flush();
            if (!print) {
                ClienteOauth.openBrowser(authorization);
            }
            Optional<URI> answer = receiver.await(ClienteOauth.PATIENCE);
            if (answer.isEmpty()) {
                throw new IllegalArgumentException(words.getString("connect.unanswered"));
            }
            Page done = browser.submit(
                    begun.form("#terminar").type("direccion", answer.get().toString()));
            if (done.has(".say")) {
                throw new IllegalArgumentException(done.text(".say"));
            }
            out.println(done.text(".good"));
        }
        return 0;
    }

    @SuppressWarnings("SystemConsoleNull") // NullAway reads the signature, which still allows it
    private String key(ResourceBundle words) throws IOException {
        if (keyFile != null) {
            return Files.readString(keyFile).strip();
        }
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new IllegalArgumentException(words.getString("connect.nokey"));
        }
        return new String(
                console.readPassword("%s ", words.getString("connect.key").formatted(user)));
    }
}
