package org.valija.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.valija.server.demo.DemoScript;
import org.valija.server.demo.SimulatorProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code valija demo}: the service with the simulator beside it, by hand or unattended. */
@Command(name = "demo", resourceBundle = "commands", mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private final ServiceOptions options = new ServiceOptions();

    @Option(names = "--auto", descriptionKey = "auto")
    private boolean auto;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        ResourceBundle words = ResourceBundle.getBundle("commands", Locale.getDefault());
        Path folder = ServiceOptions.defaultFolder().resolveSibling("valija-demo");
        if (auto && !options.namesFolder()) {
            folder = Files.createTempDirectory("valija-demo");
        } else if (!options.namesFolder()) {
            // Its key is shown once: a demonstration that begins anew each time can always be entered.
            delete(folder);
        }
        Map<String, Object> properties = new HashMap<>(options.properties(folder));
        try (SimulatorProcess simulator =
                        SimulatorProcess.start(Path.of(String.valueOf(properties.get("valija.data")), "simulator"));
                Service service = Service.start(demoProperties(properties, simulator))) {
            Optional<String> key = service.firstStart().supervisorKey();
            URI console = URI.create(service.address());
            PrintWriter out = spec.commandLine().getOut();
            if (auto) {
                DemoScript script = new DemoScript(console, simulator, out, words);
                return script.run(key.orElseThrow(() -> new IllegalArgumentException(words.getString("demo.used"))))
                        ? ExitStatus.DONE.code()
                        : ExitStatus.FAILED.code();
            }
            if (key.isPresent()) {
                new DemoScript(console, simulator, out, words).prepare(key.get());
            }
            out.println(words.getString("demo.ready")
                    .formatted(console, key.orElse(words.getString("demo.key.old")), simulator.http()));
            out.flush();
            service.await();
            return ExitStatus.DONE.code();
        } finally {
            if (auto && !options.namesFolder()) {
                delete(folder);
            }
        }
    }

    private Map<String, Object> demoProperties(Map<String, Object> properties, SimulatorProcess simulator) {
        Map<String, Object> all = new HashMap<>(properties);
        if (auto) {
            all.putIfAbsent("server.port", 0);
        }
        URI google = simulator.http();
        all.put("valija.demo", true);
        all.put("valija.company", "Comercial del Bajío, S.A. de C.V.");
        all.put("valija.trusted-certificates[0]", simulator.authority());
        all.put("valija.providers[0].id", 1);
        all.put("valija.providers[0].issuer", google);
        all.put("valija.providers[0].authorization-endpoint", google.resolve("/o/oauth2/v2/auth"));
        all.put("valija.providers[0].token-endpoint", google.resolve("/token"));
        all.put("valija.providers[0].revocation-endpoint", google.resolve("/revoke"));
        all.put("valija.providers[0].user-info-endpoint", google.resolve("/v1/userinfo"));
        all.put("valija.providers[0].gmail-api", google);
        all.put("valija.providers[0].smtp.host", "localhost");
        all.put("valija.providers[0].smtp.port", simulator.smtpsPort());
        all.put("valija.providers[0].smtp.tls", "implicit");
        return all;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
