package org.valija.tests.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;

/** The installer's whole life under Wine, with the component at work in between. */
@Tag("package")
@SuppressWarnings("NullAway.Init")
class WindowsInstallerTest {

    private static final String CLASS = "CLSID\\{B2B01E96-0C37-4837-BCCC-02142E7B6E8B}";
    private static final List<String> KEYS =
            List.of("HKCR\\ClienteOauth.Correo", "HKCR\\" + CLASS, "HKCR\\Wow6432Node\\" + CLASS, "HKCR\\valija");
    private static final String UNINSTALL = "HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Valija";
    private static final String FOLDER = "C:\\Program Files\\Valija\\ClienteOauth";
    private static final String EXAMPLE = FOLDER + "\\ejemplos\\enviar.vbs";
    private static final String RECIPIENT = "ana.alvarez@cliente.example";

    @TempDir
    Path folder;

    private Wine wine;

    @BeforeEach
    void startWine() {
        wine = Wine.in(folder);
    }

    @AfterEach
    void endWine() {
        wine.close();
    }

    @Test
    void itMakesFolderAndKeysAndTheUninstallerTakesExactlyTheseAway() throws IOException {
        List<String> before = wine.classes();
        install();

        Path installed = wine.path("Program Files/Valija");
        assertThat(filesBelow(installed.resolve("ClienteOauth")))
                .containsExactlyElementsOf(filesBelow(Dist.FOLDER).stream()
                        .filter(name -> !name.endsWith("ejemplo.sh"))
                        .toList());
        String keys = keys();
        assertThat(keys)
                .contains(
                        "HKEY_CLASSES_ROOT\\" + CLASS + "\\InprocServer32",
                        "HKEY_CLASSES_ROOT\\Wow6432Node\\" + CLASS + "\\InprocServer32",
                        "%SystemRoot%\\System32\\scrobj.dll",
                        "file:///C:/Program%20Files/Valija/ClienteOauth/ClienteOauth.wsc")
                .containsPattern("HKEY_CLASSES_ROOT\\\\valija\n.*URL:Valija\n.*URL Protocol");

        Path own = Files.writeString(installed.resolve("ClienteOauth/notas.txt"), "de la empresa");
        Path data = Files.createDirectories(wine.path("ProgramData/Valija")).resolve("valija.db");
        Files.writeString(data, "datos");
        install();
        assertThat(own).as("after installing over it").exists();
        Files.delete(own);
        wine.run(installed.resolve("desinstalar.exe").toString(), "/S").succeeded();
        wine.awaitEnd();

        assertThat(installed).doesNotExist();
        assertThat(data).exists();
        assertThat(keysThere()).isEmpty();
        assertThat(wine.classes()).isEqualTo(before);

        // By hand: the file for regedit writes the same keys, and its counterpart takes them away.
        wine.run("regedit", "/S", windows("valija.reg")).succeeded();
        assertThat(keys()).isEqualToIgnoringCase(keys.replaceAll("\\s+HKEY_LOCAL.*", ""));
        wine.run("regedit", "/S", windows("valija-quitar.reg")).succeeded();
        assertThat(keysThere()).isEmpty();
        assertThat(wine.classes()).isEqualTo(before);
    }

    @Test
    void theExampleSendsAPdfByteForByteAndTellsInSpanishWhatIsWrong() throws IOException {
        install();
        Path docs = Files.createDirectory(folder.resolve("docs"));
        String shared = "  api:\n    folders:\n      - {as: 'Z:\\docs', folder: " + docs + "}\n";
        try (Simulator simulator = Simulator.start(SimulatorOptions.defaults())) {
            Path settings = folder.resolve("valija.yaml");
            RunningService.write(settings, RunningService.settings(simulator, shared));
            Path program = Dist.unpack(Files.createDirectory(folder.resolve("servidor")));
            Paper paper = Paper.named("retención 2025.pdf");
            paper.in(docs);
            String token;
            URI address;
            try (RunningService service = RunningService.start(Command.of(
                    program.resolve("bin/valija").toString(),
                    "serve",
                    "--data",
                    folder.resolve("datos").toString(),
                    "--config",
                    settings.toString()))) {
                address = service.address();
                Console console = Console.enter(service, service.firstKey().orElseThrow());
                console.prepare();
                token = console.tokenFor("Programa de 1998");

                String asked = example(address, token, "SUPERVISOR", "Z:\\docs\\" + paper.name(), 1);
                assertThat(asked).contains("todavía no autentica su correo");
                assertThat(Console.authorize(URI.create(asked.replaceFirst("(?s).*(http://\\S+).*", "$1"))))
                        .contains(Console.MAILBOX);

                assertThat(example(address, token, "SUPERVISOR", "Z:\\docs\\" + paper.name(), 0))
                        .containsPattern("Aceptado: \\d+\\s+Estado: [A-Z_]+");
                paper.arrivedAt(simulator, 1);

                assertThat(example(address, token, "SUPERVISOR", "Z:\\otra\\nomina.pdf", 1))
                        .contains("El archivo Z:\\otra\\nomina.pdf no está en una carpeta compartida");
                assertThat(example(address, token + "x", "SUPERVISOR", "Z:\\docs\\" + paper.name(), 1))
                        .contains("La clave del programa no sirve");
                assertThat(example(address, token, "NADIE", "Z:\\docs\\" + paper.name(), 1))
                        .contains("NADIE");
            }
            assertThat(example(address, token, "SUPERVISOR", "Z:\\docs\\" + paper.name(), 1))
                    .contains("No hay respuesta del servicio en "
                            + address.toString().replaceAll("/$", ""));
            assertThat(simulator.inbox().messages()).hasSize(1);
        }
    }

    @Test
    void linksOfOthersOpenNothing() {
        install();
        String link = "valija:conectar?servidor=http%3A%2F%2Fcorreo%3A8480&usuario=JUAN";

        // Nobody is here to say yes.
        assertThat(open(link)).isEqualTo(1);
        for (String foreign : List.of(
                "valija:conectar?usuario=JUAN",
                link + "%20%26%20calc",
                link.replace("JUAN", "JUAN%22%20--key-file"),
                link.replace("http%3A", "file%3A"),
                link.replace("%3A8480", "%3A8480%2F%26calc"),
                "valija:otra?servidor=http%3A%2F%2Fcorreo&usuario=JUAN")) {
            assertThat(open(foreign)).as(foreign).isEqualTo(2);
        }
    }

    private int open(String link) {
        return wine.run("cscript", "//nologo", FOLDER + "\\enlace.js", link).status();
    }

    private String example(URI address, String token, String user, String file, int status) {
        return wine.with("VALIJA_TOKEN", token)
                .run("cscript", "//nologo", EXAMPLE, user, RECIPIENT, file, address.toString())
                .endedWith(status)
                .text(Wine.CONSOLE);
    }

    private void install() {
        wine.run(Dist.file("-setup.exe").toString(), "/S").succeeded();
        // A stub of the wrong kind does nothing and says that all is well.
        assertThat(wine.path("Program Files/Valija/ClienteOauth/ClienteOauth.wsc"))
                .isNotEmptyFile();
        assertThat(wine.query(UNINSTALL)).isPresent();
    }

    private String keys() {
        StringBuilder all = new StringBuilder();
        for (String key : KEYS) {
            all.append(wine.query(key).orElseThrow(() -> new AssertionError(key + " is not there")));
        }
        return all.toString();
    }

    private List<String> keysThere() {
        List<String> there = new ArrayList<>(KEYS);
        there.add(UNINSTALL);
        there.removeIf(key -> wine.query(key).isEmpty());
        return there;
    }

    private static String windows(String file) {
        return "Z:" + Dist.FOLDER.resolve(file).toString().replace('/', '\\');
    }

    private static List<String> filesBelow(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
