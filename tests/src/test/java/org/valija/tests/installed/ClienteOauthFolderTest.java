package org.valija.tests.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valija.oauth.Consent;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;

/** The folder is all that a program in Java 17 needs. */
@Tag("package")
class ClienteOauthFolderTest {

    private static final int CLASS_FILES_OF_JAVA_17 = 61;
    private static final int NAMES = 45;
    private static final String ASK = "Autentique en: ";

    @TempDir
    Path folder;

    @Test
    void itsExampleCompiledWithJdk17AuthenticatesOnceAndSendsByteForByte() throws Exception {
        Path lib = Dist.FOLDER.resolve("lib");
        Command.of(
                        Dist.JAVA_17.resolve("bin/javac").toString(),
                        "-encoding",
                        "UTF-8",
                        "-cp",
                        lib + "/*",
                        "-d",
                        folder.toString(),
                        Dist.FOLDER.resolve("ejemplo/Ejemplo.java").toString())
                .run()
                .succeeded();
        try (Simulator simulator = Simulator.start(SimulatorOptions.defaults())) {
            Path settings = Files.writeString(folder.resolve("prueba.properties"), """
                    cliente=%s
                    secreto=%s
                    usuario=JUAN
                    correo=%s
                    proveedor=%s
                    """.formatted(
                            SimulatedGoogle.DEMO_CLIENT.id(),
                            SimulatedGoogle.DEMO_CLIENT.secret(),
                            Console.MAILBOX,
                            simulator.httpUri()));
            Paper first = Paper.named("constancia.pdf");
            Process example = example(List.of(
                            Dist.JAVA_17.resolve("bin/java").toString(),
                            "-cp",
                            folder + ":" + lib + "/*",
                            "Ejemplo",
                            settings.toString(),
                            "ana@cliente.example",
                            first.in(folder).toString()))
                    .start();
            try (BufferedReader lines = example.inputReader(StandardCharsets.UTF_8)) {
                authorize(lines.lines()
                        .filter(line -> line.startsWith(ASK))
                        .findFirst()
                        .orElseThrow());
                assertThat(lines.lines().collect(Collectors.joining("\n"))).contains("Enviado.");
            }
            assertThat(example.waitFor()).isZero();
            first.arrivedAt(simulator, 1);

            Paper second = Paper.named("otra constancia.pdf");
            Command.Ended again = example(List.of(
                            Dist.FOLDER.resolve("ejemplo/ejemplo.sh").toString(),
                            settings.toString(),
                            "ana@cliente.example",
                            second.in(folder).toString()))
                    .run()
                    .succeeded();
            assertThat(again.text()).contains("Enviado.").doesNotContain(ASK);
            second.arrivedAt(simulator, 2);
        }
    }

    /** Whose browser opens nothing: the person of this test is the test. */
    private Command example(List<String> words) {
        return Command.of(words.toArray(String[]::new))
                .in(folder)
                .with("JAVA_HOME", Dist.JAVA_17.toString())
                .with("BROWSER", "true");
    }

    private static void authorize(String line) throws IOException, InterruptedException {
        URI back = Consent.of(Console.MAILBOX).allow(URI.create(line.substring(ASK.length())));
        assertThat(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(back).build(), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void everyClassOfItIsReadByJava17() throws IOException {
        int classes = 0;
        for (Path jar : jars()) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (ZipEntry entry : zip.stream()
                        .filter(entry -> entry.getName().endsWith(".class")
                                && !entry.getName().startsWith("META-INF/versions/"))
                        .toList()) {
                    try (DataInputStream in = new DataInputStream(zip.getInputStream(entry))) {
                        in.readInt();
                        in.readUnsignedShort();
                        assertThat(in.readUnsignedShort())
                                .as(jar.getFileName() + " " + entry)
                                .isLessThanOrEqualTo(CLASS_FILES_OF_JAVA_17);
                        classes++;
                    }
                }
            }
        }
        assertThat(classes).isGreaterThan(3000);
    }

    @Test
    void eachJarHasItsLicenceAndItsPlaceInTheBillOfMaterials() throws IOException {
        List<String> list = Files.readAllLines(Dist.FOLDER.resolve("licencias/COMPONENTES.txt"));
        String bill = Files.readString(Dist.DIST.resolve(Dist.list(Dist.DIST).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.matches("cliente-oauth-.*\\.cdx\\.json"))
                .findFirst()
                .orElseThrow()));
        List<String> components = list.stream()
                .map(line -> line.substring(0, NAMES).strip().replace(' ', '-') + ".jar")
                .toList();

        assertThat(jars())
                .map(jar -> jar.getFileName().toString())
                .filteredOn(name -> !name.startsWith("cliente-oauth-"))
                .containsExactlyInAnyOrderElementsOf(components);
        assertThat(components).allSatisfy(name -> assertThat(bill).contains(name.replaceFirst("-[0-9].*", "")));
        assertThat(list).allSatisfy(line -> {
            String licence = line.substring(NAMES).strip();
            assertThat(licence).isNotEmpty();
            assertThat(licence.split(" / "))
                    .anySatisfy(id -> assertThat(Dist.FOLDER.resolve("licencias/" + id + ".txt"))
                            .isNotEmptyFile());
        });
    }

    @Test
    void theDocumentationOpensAtTheFacade() {
        assertThat(Dist.FOLDER.resolve("doc/index.html")).isNotEmptyFile();
        assertThat(Dist.FOLDER.resolve("doc/org/valija/ClienteOauth.html"))
                .content()
                .contains("authenticate", "enqueue");
    }

    @Test
    void theExampleInCSharpCompiles() {
        Command.of(
                        "mcs",
                        "-warnaserror",
                        "-r:Microsoft.CSharp.dll",
                        "-out:" + folder.resolve("Enviar.exe"),
                        Dist.FOLDER.resolve("ejemplos/Enviar.cs").toString())
                .run()
                .succeeded();

        assertThat(folder.resolve("Enviar.exe")).isNotEmptyFile();
    }

    private static List<Path> jars() {
        List<Path> jars = Dist.list(Dist.FOLDER.resolve("lib"));
        assertThat(jars).hasSizeGreaterThan(10);
        return jars;
    }
}
