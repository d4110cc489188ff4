package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.documents.SamplePdf;
import org.valija.server.retenciones.SampleRetencion;
import org.valija.server.retenciones.SampleRetenciones;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands of the integrator's guide do what it says, where there is a curl. */
@SuppressWarnings("NullAway.Init")
class ApiGuideTest {

    private static final Pattern COMMANDS = Pattern.compile("(?s)```sh\\n(.*?)```");

    @TempDir
    private Path folder;

    @Test
    void everyCommandOfTheGuideIsUnderstood() throws IOException, InterruptedException {
        assumeTrue(run("curl --version", Map.of()).status() == 0, "there is no curl");
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("factura-4712.pdf"), "%PDF");
        Files.writeString(home.resolve("factura-4712.xml"), "<a/>");
        SampleRetencion constancia = SampleRetenciones.nacional(4713);
        Files.write(home.resolve("constancia.xml"), constancia.xml());
        Files.write(home.resolve("constancia.pdf"), SamplePdf.of("Folio " + constancia.folioFiscal()));
        Path data = Files.createDirectories(folder.resolve("data"));
        try (ApiFixture fixture = new ApiFixture(data, Map.of())) {
            fixture.register("ANA", ApiFixture.LUCIAS);
            fixture.connect("ANA", ApiFixture.LUCIAS);
            fixture.browser.submit(fixture.browser
                    .get(fixture.at("/empresas/nueva"))
                    .form("#empresa")
                    .type("name", "Emisora de Prueba")
                    .type("rfc", SampleRetenciones.RFC_EMISOR));
            Map<String, String> environment = Map.of(
                    "HOME",
                    home.toString(),
                    "VALIJA",
                    fixture.at("").toString(),
                    "TOKEN",
                    fixture.token(Optional.empty()),
                    "ID",
                    "0".repeat(43));
            List<JsonNode> answers = new ArrayList<>();
            for (String commands : commands()) {
                Ran ran = run(commands, environment);
                assertThat(ran.status()).as("%s: %s", commands, ran.output()).isZero();
                answers.addAll(documents(ran.output()));
            }

            assertThat(answers.stream()
                            .filter(answer -> answer.has("subject"))
                            .map(answer -> answer.get("subject").asString()))
                    .containsExactly("Factura 4711", "Factura 4712");
            assertThat(answers.stream()
                            .filter(answer -> answer.has("code"))
                            .map(answer -> answer.get("code").asString()))
                    .containsExactly("not_found", "not_found", "not_found", "not_found");
            assertThat(answers.stream()
                            .filter(answer -> answer.has("kind"))
                            .map(answer -> answer.get("kind").asString()))
                    .containsExactly("RETENCION", "CHEQUE");
            assertThat(answers.stream()
                            .filter(answer -> answer.has("documents"))
                            .map(answer -> answer.get("documents").size()))
                    .containsExactly(1);
            assertThat(answers.stream().filter(answer -> answer.has("messages")))
                    .hasSize(1);
            assertThat(answers.stream().filter(JsonNode::isArray)).hasSize(1);
            assertThat(answers.stream().filter(answer -> answer.has("address"))).hasSize(1);
        }
    }

    private static List<String> commands() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "integrator.md"));
        return COMMANDS.matcher(guide)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** One after another, without anything between them. */
    private static List<JsonNode> documents(String output) {
        List<JsonNode> documents = new ArrayList<>();
        try (JsonParser parser = JsonMapper.shared().createParser(output)) {
            while (parser.nextToken() != null) {
                documents.add(parser.readValueAsTree());
            }
        }
        return documents;
    }

    private record Ran(int status, String output) {}

    private static Ran run(String commands, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-ec", commands);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Optional.ofNullable(environment.get("HOME"))
                .map(Path::of)
                .map(Path::toFile)
                .ifPresent(builder::directory);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }
}
