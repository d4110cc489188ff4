package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.api.ApiClient.Answer;
import org.valija.server.documents.SamplePdf;
import org.valija.server.retenciones.SampleRetenciones;
import tools.jackson.databind.JsonNode;

/** Programs hand in documents, whole or not at all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ApiDocumentsTest {

    private static final String DOCUMENTS = "/api/v1/documents";
    private static final String BOUNDARY = "valija-boundary";

    @TempDir
    private static Path folder;

    private ApiFixture fixture;
    private ApiClient api;

    @BeforeAll
    void start() {
        fixture = new ApiFixture(folder, Map.of());
        api = fixture.client(fixture.token(Optional.empty()));
        fixture.browser.submit(fixture.browser
                .get(fixture.at("/empresas/nueva"))
                .form("#empresa")
                .type("name", "Emisora de Prueba")
                .type("rfc", SampleRetenciones.RFC_EMISOR));
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void aRetencionComesWithItsPdfAndIsKnownAgain() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(
                "constancia.pdf",
                SamplePdf.of("Folio " + SampleRetenciones.nacional(1).folioFiscal()));
        files.put("a.xml", SampleRetenciones.nacional(1).xml());

        Answer added = post("", files);

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.header("Location"))
                .isEqualTo(DOCUMENTS + "/" + added.body().get("id").asLong());
        assertThat(added.body().get("kind").asString()).isEqualTo("RETENCION");
        assertThat(added.body().get("company").asString()).isEqualTo(SampleRetenciones.RFC_EMISOR);
        assertThat(added.body().get("seal").asString()).isEqualTo("INTEGRO");
        assertThat(added.body().get("sendable").asBoolean()).isTrue();
        assertThat(added.body().get("files")).hasSize(2);

        Answer again = post("", files);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().get("id")).isEqualTo(added.body().get("id"));
        assertThat(api.get(DOCUMENTS + "/" + added.body().get("id").asLong()).body())
                .isEqualTo(again.body());
    }

    @Test
    void oneBadFileAndNothingIsKept() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("b.xml", SampleRetenciones.nacional(2).xml());
        files.put("b.pdf", "<html>".getBytes(StandardCharsets.UTF_8));

        Answer refused = post("", files);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("invalid_document");
        assertThat(refused.fields()).containsExactly("file[1]");
        assertThat(api.get(DOCUMENTS + "?text=" + SampleRetenciones.nacional(2).folioFiscal())
                        .body()
                        .get("documents"))
                .isEmpty();
    }

    @Test
    void filesOfAnotherDocumentAreRefusedAndNothingIsKept() throws IOException {
        Answer here = post("", Map.of("h.xml", SampleRetenciones.nacional(10).xml()));
        assertThat(here.status()).isEqualTo(201);
        byte[] itsPdf = SamplePdf.of("Folio " + SampleRetenciones.nacional(10).folioFiscal());
        Map<String, byte[]> files = new LinkedHashMap<>();

        files.put("h.pdf", itsPdf);
        files.put(
                "ajena.xml",
                SampleRetenciones.nacional(11)
                        .withEmisor("OTR990101AA2", "Otra")
                        .xml());
        Answer stranger = post("", files);
        assertThat(stranger.status()).isEqualTo(422);
        assertThat(stranger.fields()).containsExactly("file[0]");

        files.clear();
        files.put("nueva.xml", SampleRetenciones.nacional(12).xml());
        files.put("h.pdf", itsPdf);
        assertThat(post("", files).fields()).containsExactly("file[1]");

        files.clear();
        files.put("i.xml", SampleRetenciones.nacional(13).xml());
        files.put("j.xml", SampleRetenciones.nacional(14).xml());
        assertThat(post("", files).fields()).containsExactly("file[1]");

        String report = "{\"kind\":\"REPORTE\",\"date\":\"2019-05-31\"}";
        files.clear();
        files.put("Balanza.pdf", SamplePdf.of("Balanza"));
        files.put("Auxiliar.xml", "<Auxiliar/>".getBytes(StandardCharsets.UTF_8));
        assertThat(post(report, files).status()).isEqualTo(422);

        assertThat(api.get(DOCUMENTS + "/" + here.body().get("id").asLong())
                        .body()
                        .get("files"))
                .hasSize(1);
        for (int i = 11; i <= 14; i++) {
            assertThat(found("?text=" + SampleRetenciones.nacional(i).folioFiscal()))
                    .isEmpty();
        }
        assertThat(found("?kind=REPORTE&year=2019")).isEmpty();
    }

    @Test
    void aPdfThatIsNotTheFirstLeavesAKnownDocumentAsItIs() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("k.xml", SampleRetenciones.nacional(20).xml());
        files.put("k.pdf", SamplePdf.of("una"));
        Answer added = post("", files);
        files.put("k.pdf", SamplePdf.of("otra"));
        files.put("k.xlsx", workbook());

        Answer refused = post("", files);

        assertThat(refused.fields()).containsExactly("file[1]");
        assertThat(api.get(DOCUMENTS + "/" + added.body().get("id").asLong()).body())
                .isEqualTo(added.body());
    }

    @Test
    void aReportComesWithItsFilesAsOne() throws IOException {
        String report = "{\"kind\":\"REPORTE\",\"date\":\"2018-05-30\"}";
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("Balanza.xlsx", workbook());
        files.put("Balanza.pdf", SamplePdf.of("Balanza"));

        Answer added = post(report, files);

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.body().get("files")).hasSize(2);
        assertThat(post(report, files).status()).isEqualTo(200);
        assertThat(found("?kind=REPORTE&year=2018")).hasSize(1);
        assertThat(post(report.replace("-05-", "-06-"), files).status()).isEqualTo(201);
    }

    @Test
    void anotherDocumentUnderAUsedKeyIsRefusedAndNotLostInSilence() {
        String cheque =
                "{\"kind\":\"CHEQUE\",\"number\":\"7\",\"date\":\"2017-01-02\",\"beneficiary\":{\"name\":\"Ana\"},\"amount\":\"10\"}";
        Answer added = keyed(api, cheque);
        assertThat(added.status()).isEqualTo(201);

        Answer again = keyed(api, cheque);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(added.body());

        for (String other : new String[] {
            cheque.replace("\"7\"", "\"8\""), cheque.replace("CHEQUE", "EGRESO"), cheque.replace("10", "10.00")
        }) {
            Answer refused = keyed(api, other);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.code()).isEqualTo("key_reused");
        }
        ApiClient program = fixture.client(fixture.token(Optional.empty()));
        Answer theirs = keyed(program, cheque.replace("\"7\"", "\"8\""));
        assertThat(theirs.status()).isEqualTo(201);
        assertThat(found("?year=2017")).hasSize(2);
    }

    private static Answer keyed(ApiClient client, String document) {
        return client.call(
                "POST",
                DOCUMENTS,
                BodyPublishers.ofString(document),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                "1001");
    }

    private JsonNode found(String query) {
        return api.get(DOCUMENTS + query).body().get("documents");
    }

    private static byte[] workbook() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            zip.write(new byte[100]);
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    @Test
    void whatIsWrongIsNamedAsTheProgramNamesIt() {
        Answer refused = api.post(
                DOCUMENTS, "{\"kind\":\"EGRESO\",\"date\":\"ayer\",\"beneficiary\":{\"rfc\":\"X\"},\"amount\":\"-1\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.fields()).containsExactlyInAnyOrder("date", "beneficiary.rfc", "amount");
        assertThat(api.post(DOCUMENTS, "{\"kind\":\"EGRESO\",\"company\":\"OTR990101AA2\"}")
                        .fields())
                .containsExactly("company");
        assertThat(api.post(DOCUMENTS, "{}").fields()).containsExactly("file");
    }

    @Test
    void pagesGoOnWhereTheyEnded() {
        for (int i = 0; i < 3; i++) {
            api.post(
                    DOCUMENTS,
                    "{\"kind\":\"INGRESO\",\"number\":\"%d\",\"date\":\"2020-01-0%d\",\"beneficiary\":{\"name\":\"Ana\"},\"amount\":\"1\"}"
                            .formatted(i, i + 1));
        }

        Answer first = api.get(DOCUMENTS + "?kind=INGRESO&limit=2");
        Answer second = api.get(DOCUMENTS + "?kind=INGRESO&limit=2&after="
                + first.body().get("after").asString());

        assertThat(first.body().get("documents")).hasSize(2);
        assertThat(second.body().get("documents")).hasSize(1);
        assertThat(second.body().get("documents").get(0).get("number").asString())
                .isEqualTo("0");
        assertThat(second.body().has("after")).isFalse();
    }

    private Answer post(String document, Map<String, byte[]> files) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (!document.isEmpty()) {
            part(body, "name=\"document\"", document.getBytes(StandardCharsets.UTF_8));
        }
        files.forEach((name, content) -> part(body, "name=\"file\"; filename=\"" + name + "\"", content));
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return api.call(
                "POST",
                DOCUMENTS,
                BodyPublishers.ofByteArray(body.toByteArray()),
                "Content-Type",
                "multipart/form-data; boundary=" + BOUNDARY);
    }

    private static void part(ByteArrayOutputStream body, String names, byte[] content) {
        body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + names + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
}
