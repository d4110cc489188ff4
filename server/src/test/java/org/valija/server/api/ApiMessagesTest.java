package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.server.api.ApiClient.Answer;
import org.valija.simulator.inbox.MimePart;
import org.valija.simulator.inbox.ReceivedMessage;
import tools.jackson.databind.JsonNode;

/** Programs hand in mail and ask how it goes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ApiMessagesTest {

    private static final String MESSAGES = "/api/v1/messages";
    private static final String MAIL = mail("Hola", "");

    @TempDir
    private static Path folder;

    private ApiFixture fixture;
    private ApiClient api;
    private long account;

    @BeforeAll
    void start() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path docs = Files.createDirectories(folder.resolve("docs"));
        Files.writeString(docs.resolve("constancia.pdf"), "%PDF-1.7 prueba");
        Files.writeString(folder.resolve("otro.txt"), "secreto");
        Map<String, Object> properties = new HashMap<>(database());
        properties.put("valija.api.folders[0].as", "Z:\\docs");
        properties.put("valija.api.folders[0].folder", docs);
        fixture = new ApiFixture(data, properties);
        api = fixture.client(fixture.token(Optional.of("SUPERVISOR")));
        account = fixture.connect("SUPERVISOR", ApiFixture.MAILBOX);
    }

    /** SQLite in the data folder, unless a subclass says otherwise. */
    Map<String, Object> database() {
        return Map.of();
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void aMailIsAcceptedSentAndItsStoryTold() {
        Answer accepted = api.post(MESSAGES, """
                {"user":"supervisor","from":"Juan Pérez <juan.perez@bajio.example>",
                 "to":["Luz Díaz <luz@cliente.example>","ana@cliente.example"],"cc":["eva@cliente.example"],
                 "bcc":["archivo@bajio.example"],"replyTo":"cobranza@bajio.example","subject":"Constancia de año",
                 "text":"Adjuntamos su constancia.\\nSaludos","batch":"retenciones","lane":"bulk",
                 "attachments":[{"name":"año.xml","content":"PGEvPg=="}]}""");

        assertThat(accepted.status()).isEqualTo(202);
        long id = accepted.body().get("id").asLong();
        assertThat(accepted.header("Location")).isEqualTo(MESSAGES + "/" + id);
        JsonNode sent = until(id, "SENT");
        assertThat(sent.get("lane").asString()).isEqualTo("bulk");
        assertThat(sent.get("batch").asString()).isEqualTo("retenciones");
        assertThat(sent.get("ended").asBoolean()).isTrue();
        assertThat(sent.get("attempts")).hasSize(1);
        assertThat(sent.get("attempts").get(0).get("result").asString()).isEqualTo("DELIVERED");
        assertThat(sent.get("attempts").get(0).get("reply").asString()).startsWith("250");
        assertThat(sent.get("recipients")).hasSize(4);
        ReceivedMessage received = received("Constancia de año").getFirst();
        assertThat(received.envelope().recipients())
                .containsExactlyInAnyOrder(
                        "luz@cliente.example", "ana@cliente.example", "eva@cliente.example", "archivo@bajio.example");
        assertThat(received.mime().header("Subject")).hasValue("Constancia de año");
        assertThat(received.mime().header("Reply-To")).hasValue("cobranza@bajio.example");
        assertThat(received.mime().header("Bcc")).isEmpty();
        assertThat(received.mime().header("Message-ID"))
                .hasValue(sent.get("messageId").asString());
        MimePart file = received.parts().getLast();
        assertThat(file.fileName()).hasValue("año.xml");
        assertThat(file.contentType()).isEqualTo("application/xml");
        assertThat(new String(file.content(), StandardCharsets.UTF_8)).isEqualTo("<a/>");
    }

    @Test
    void aFormBringsFilesAsTheyAre() {
        byte[] large = new byte[3_000_000];
        new Random(7).nextBytes(large);
        Answer accepted = postForm(
                part(
                        "message",
                        "",
                        "application/json",
                        mail("En un formulario", "").getBytes(StandardCharsets.UTF_8)),
                part("attachment", "grande.zip", "application/octet-stream", large),
                part(
                        "attachment",
                        "C:\\docs\\nota.txt",
                        "text/plain; charset=utf-8",
                        "ñ".getBytes(StandardCharsets.UTF_8)));

        assertThat(accepted.status()).isEqualTo(202);
        until(accepted.body().get("id").asLong(), "SENT");
        List<MimePart> parts = received("En un formulario").getFirst().parts();
        assertThat(parts.get(parts.size() - 2).content()).isEqualTo(large);
        assertThat(parts.get(parts.size() - 2).fileName()).hasValue("grande.zip");
        assertThat(parts.get(parts.size() - 2).contentType()).isEqualTo("application/zip");
        assertThat(parts.getLast().fileName()).hasValue("nota.txt");
        assertThat(new String(parts.getLast().content(), StandardCharsets.UTF_8))
                .isEqualTo("ñ");
    }

    @Test
    void aLargeFileInJsonIsDecodedAsItComes() {
        byte[] large = new byte[20_000_000];
        new Random(8).nextBytes(large);
        String lines = Base64.getMimeEncoder().encodeToString(large).replace("\r\n", "\\r\\n");
        Answer accepted = api.post(
                MESSAGES, mail("Grande", ",\"attachments\":[{\"content\":\"" + lines + "\",\"name\":\"g.bin\"}]"));

        assertThat(accepted.status()).isEqualTo(202);
        until(accepted.body().get("id").asLong(), "SENT");
        assertThat(received("Grande").getFirst().parts().getLast().content()).isEqualTo(large);
    }

    @Test
    void formsWithOtherPartsAreRefused() {
        byte[] mail = MAIL.getBytes(StandardCharsets.UTF_8);
        assertThat(postForm(part("attachment", "a.txt", "text/plain", mail)).fields())
                .containsExactly("message");
        assertThat(postForm(part("message", "", "application/json", mail), part("other", "", "text/plain", mail))
                        .fields())
                .containsExactly("other");
        Answer garbage = api.post(MESSAGES, "no form", "Content-Type", "multipart/form-data; boundary=x");
        assertThat(garbage.status()).isEqualTo(400);
        assertThat(garbage.code()).isEqualTo("malformed_multipart");
    }

    @Test
    void aFormHasUpToAHundredFiles() {
        assertThat(postForm(formOf(100)).status()).isEqualTo(202);
        assertThat(postForm(formOf(101)).fields()).containsExactly("attachments");
    }

    private static byte[][] formOf(int files) {
        byte[][] parts = new byte[files + 1][];
        parts[0] = part("message", "", "application/json", MAIL.getBytes(StandardCharsets.UTF_8));
        for (int i = 1; i <= files; i++) {
            parts[i] = part("attachment", i + ".txt", "text/plain", new byte[] {'a'});
        }
        return parts;
    }

    @Test
    void aFileOfASharedFolderIsAttachedByItsPath() {
        Answer accepted =
                api.post(MESSAGES, mail("Ruta", ",\"attachments\":[{\"path\":\"Z:\\\\docs\\\\constancia.pdf\"}]"));
        assertThat(accepted.status()).isEqualTo(202);
        until(accepted.body().get("id").asLong(), "SENT");
        MimePart file = received("Ruta").getFirst().parts().getLast();
        assertThat(file.fileName()).hasValue("constancia.pdf");
        assertThat(file.contentType()).isEqualTo("application/pdf");
        assertThat(new String(file.content(), StandardCharsets.UTF_8)).isEqualTo("%PDF-1.7 prueba");

        String outside = mail("Ruta", ",\"attachments\":[{\"path\":\"Z:\\\\docs\\\\..\\\\otro.txt\"}]");
        Answer refused = api.post(MESSAGES, outside);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("path_not_shared");
        assertThat(refused.body().get("title").asString())
                .isEqualTo("El archivo Z:\\docs\\..\\otro.txt no está en una carpeta compartida");
        Answer missing = api.post(MESSAGES, mail("Ruta", ",\"attachments\":[{\"path\":\"Z:/docs/no.pdf\"}]"));
        assertThat(missing.status()).isEqualTo(422);
        assertThat(missing.code()).isEqualTo("file_unreadable");
        ApiClient without = api.with(fixture.token(Optional.of("SUPERVISOR"), Set.of(Scope.MESSAGES_SEND)));
        Answer scope = without.post(MESSAGES, outside);
        assertThat(scope.status()).isEqualTo(403);
        assertThat(scope.header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"valija\", error=\"insufficient_scope\", scope=\"files:read\"");
    }

    @Test
    void theSameKeyAndBodyIsOneMailWhateverItsForm() {
        String body = mail(
                "Una vez",
                ",\"attachments\":[{\"name\":\"a.txt\",\"contentType\":\"text/plain\",\"content\":\"aG9sYQ==\"}]");
        Answer first = api.post(MESSAGES, body, "Idempotency-Key", "factura-4711");
        assertThat(first.status()).isEqualTo(202);
        long id = first.body().get("id").asLong();
        until(id, "SENT");

        Answer again = api.post(MESSAGES, body.replace(",", " ,\n"), "Idempotency-Key", "factura-4711");
        Answer form = postForm(
                List.of("Idempotency-Key", "factura-4711"),
                part("message", "", "application/json", mail("Una vez", "").getBytes(StandardCharsets.UTF_8)),
                part("attachment", "a.txt", "text/plain", "hola".getBytes(StandardCharsets.UTF_8)));
        ApiClient other = api.with(fixture.token(Optional.empty()));
        Answer otherToken = other.post(MESSAGES, body, "Idempotency-Key", "factura-4711");

        for (Answer replay : List.of(again, form, otherToken)) {
            assertThat(replay.status()).isEqualTo(202);
            assertThat(replay.body().get("id").asLong()).isEqualTo(id);
            assertThat(replay.header("Location")).isEqualTo(MESSAGES + "/" + id);
        }
        Answer changed = api.post(MESSAGES, mail("Otra", ""), "Idempotency-Key", "factura-4711");
        assertThat(changed.status()).isEqualTo(422);
        assertThat(changed.code()).isEqualTo("key_reused");
        Answer otherFile = api.post(MESSAGES, body.replace("aG9sYQ==", "aG9sYQo="), "Idempotency-Key", "factura-4711");
        assertThat(otherFile.code()).isEqualTo("key_reused");
        assertThat(received("Una vez")).hasSize(1);
    }

    @Test
    void handedInManyTimesAtOnceItIsOneMail() throws Exception {
        Callable<Answer> call = () -> api.post(MESSAGES, mail("A la vez", ""), "Idempotency-Key", "a-la-vez");
        List<Future<Answer>> answers;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = threads.invokeAll(Collections.nCopies(20, call));
        }
        Set<Long> ids = new HashSet<>();
        for (Future<Answer> answer : answers) {
            assertThat(answer.get().status()).isEqualTo(202);
            ids.add(answer.get().body().get("id").asLong());
        }

        assertThat(ids).hasSize(1);
        until(ids.iterator().next(), "SENT");
        assertThat(received("A la vez")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"subject\":\"x\",\"html\":\"<p>\"}`                       | unknown_field | html",
                "`{\"subject\":\"x\",\"attachments\":[{\"nombre\":\"a\"}]}`   | unknown_field | attachments[0].nombre",
                "`{\"subject\":5}`                                            | wrong_type    | subject",
                "`{\"subject\":true}`                                         | wrong_type    | subject",
                "`{\"subject\":\"x\",\"to\":\"ana@cliente.example\"}`         | wrong_type    | to",
                "`{\"subject\":\"x\",\"to\":[null]}`                          | wrong_type    | to[0]",
                "`{\"subject\":\"x\",\"to\":[7]}`                             | wrong_type    | to[0]",
                "`{\"subject\":\"x\",\"notBefore\":\"mañana\"}`               | wrong_type    | notBefore",
                "`{\"subject\":\"x\",\"lane\":\"recovery\"}`                  | wrong_type    | lane",
                "`{\"subject\":\"x\",\"lane\":1}`                             | wrong_type    | lane",
                "`{\"attachments\":[{\"name\":\"a\",\"content\":\"n=o\"}]}`   | wrong_type    | attachments[0].content",
                "`{\"attachments\":[{\"name\":\"a\",\"content\":\"aG9sYQ\"}]}`| wrong_type    | attachments[0].content",
                "`{\"attachments\":[{\"name\":\"a\",\"content\":12}]}`        | wrong_type    | attachments[0].content"
            })
    void whatIsNotOfTheFormIsRefusedByItsName(String body, String code, String field) {
        Answer refused = api.post(MESSAGES, body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.fields()).containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"subject\":\"x\"} {}",
                "{\"subject\":\"x\",}",
                "{\"subject\":\"x\",\"subject\":\"y\"}",
                "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]",
                "subject=x"
            })
    void whatIsNoJsonObjectIsRefused(String body) {
        Answer refused = api.post(MESSAGES, body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isIn("malformed_json", "wrong_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"elements", "name", "number"})
    void whatNoMailNeedsIsMalformedAndTheBoundsAreSaid(String what) {
        String member = switch (what) {
            case "elements" -> "\"to\":[" + "\"a\",".repeat(20_000) + "\"a\"]";
            case "name" -> "\"" + "x".repeat(1_000) + "\":1";
            default -> "\"subject\":" + "1".repeat(1_000);
        };

        Answer refused = api.post(MESSAGES, "{" + member + "}");

        assertThat(refused.status()).as(refused.body().toString()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("malformed_json");
        assertThat(refused.body().at("/errors/0/detail").asString()).contains("hasta 10 niveles");
    }

    @Test
    void aTextThatIsTooLongIsTooLarge() {
        Answer refused = api.post(MESSAGES, mail("Largo", ",\"text\":\"" + "x".repeat(3 * 1024 * 1024) + "\""));

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("too_large");
    }

    @Test
    void aFormsDocumentIsBounded() {
        byte[] document = (MAIL + " ".repeat(17 * 1024 * 1024)).getBytes(StandardCharsets.UTF_8);

        assertThat(postForm(part("message", "", "application/json", document)).code())
                .isEqualTo("too_large");
    }

    @Test
    void whatIsFarTooMuchIsSaidOnce() {
        String wrong = "\"no\",".repeat(400) + "\"no\"";
        assertThat(api.post(MESSAGES, "{\"subject\":\"x\",\"to\":[" + wrong + "]}")
                        .fields())
                .hasSize(100)
                .startsWith("to[0]");
        assertThat(api.post(MESSAGES, "{\"subject\":\"x\",\"to\":[" + wrong + "],\"cc\":[" + wrong + "]}")
                        .fields())
                .containsExactly("to");
        String files = "{\"name\":\"\"},".repeat(150) + "{}";
        assertThat(api.post(MESSAGES, mail("x", ",\"attachments\":[" + files + "]"))
                        .fields())
                .containsExactly("attachments");
        String list = "a@b.example,".repeat(50_000) + "a@b.example";
        assertThat(api.post(MESSAGES, mail("x", ",\"bcc\":[\"" + list + "\"]")).fields())
                .containsExactly("bcc");
        assertThat(api.post(MESSAGES, mail("x", ",\"from\":\"" + list + "\"")).fields())
                .containsExactly("from");
    }

    @Test
    void malformedJsonIsSaidWithItsPlace() {
        Answer refused = api.post(MESSAGES, "{\"subject\":\"x\",\n  nada}");

        assertThat(refused.code()).isEqualTo("malformed_json");
        assertThat(refused.body().get("title").asString()).startsWith("El JSON no se puede leer: línea 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"subject\":\"\"`                                        | subject",
                "`\"subject\":\"a\\r\\nBcc: x@y.example\"`                 | subject",
                "`\"from\":\"nadie\"`                                      | from",
                "`\"from\":\"a@b.example, c@d.example\"`                   | from",
                "`\"replyTo\":\"a@b.example; c@d.example\"`                | replyTo",
                "`\"to\":[]`                                               | to",
                "`\"to\":[\"ana@cliente.example\",\"no\"]`                 | to[1]",
                "`\"cc\":[\"x@y.example\\r\\nRCPT TO:<z@w.example>\"]`     | cc[0]",
                "`\"bcc\":[\"@\"]`                                         | bcc[0]",
                "`\"batch\":\" \"`                                         | batch",
                "`\"notBefore\":\"2099-01-01T00:00:00Z\"`                  | notBefore",
                "`\"attachments\":[{\"name\":\"a\"}]`                      | attachments[0]",
                "`\"attachments\":[{\"content\":\"\"}]`                    | attachments[0].name",
                "`\"attachments\":[{\"name\":\"a\",\"content\":\"\",\"path\":\"b\"}]` | attachments[0]",
                "`\"attachments\":[{\"name\":\"a\",\"content\":\"\",\"contentType\":\"pdf\"}]` | attachments[0].contentType",
                "`\"user\":\"\"`                                           | ``"
            })
    void whatCannotBeSentIsRefusedByItsName(String member, String field) {
        String name = member.replaceFirst("^\"(\\w+)\".*", "$1");
        String body = name.equals("subject")
                ? "{\"to\":[\"ana@cliente.example\"]," + member + "}"
                : name.equals("to")
                        ? "{\"subject\":\"x\"," + member + "}"
                        : "{\"subject\":\"x\",\"to\":[\"ana@cliente.example\"]," + member + "}";

        Answer refused = api.post(MESSAGES, body);

        if (field.isEmpty()) {
            // A token of one user need not name them.
            assertThat(refused.status()).isEqualTo(202);
            until(refused.body().get("id").asLong(), "SENT");
        } else {
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.code()).isEqualTo("invalid_message");
            assertThat(refused.fields()).containsExactly(field);
        }
    }

    @Test
    void tooLargeIsRefusedHoweverItComes() {
        String content = Base64.getEncoder().encodeToString(new byte[26 * 1024 * 1024]);
        Answer json =
                api.post(MESSAGES, mail("x", ",\"attachments\":[{\"name\":\"a\",\"content\":\"" + content + "\"}]"));
        Answer chunked = api.call(
                "POST",
                MESSAGES,
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(
                        (MAIL + " ".repeat(41 * 1024 * 1024)).getBytes(StandardCharsets.UTF_8))),
                "Content-Type",
                "application/json");
        Answer form = postForm(
                part("message", "", "application/json", MAIL.getBytes(StandardCharsets.UTF_8)),
                part("attachment", "a", "text/plain", new byte[13 * 1024 * 1024]),
                part("attachment", "b", "text/plain", new byte[13 * 1024 * 1024]));
        Answer text = api.post(MESSAGES, mail("x", ",\"text\":\"" + "x".repeat(3 * 1024 * 1024) + "\""));

        for (Answer refused : List.of(json, chunked, form, text)) {
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.code()).isEqualTo("too_large");
        }
    }

    @Test
    void keysHaveAForm() {
        assertThat(api.post(MESSAGES, MAIL, "Idempotency-Key", "x".repeat(256)).code())
                .isEqualTo("invalid_key");
        assertThat(api.post(MESSAGES, MAIL, "Idempotency-Key", "").code()).isEqualTo("invalid_key");
    }

    @Test
    void whoMayNotIsTold() {
        Answer stranger = api.stranger().post(MESSAGES, MAIL);
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"valija\"");
        Answer wrong = api.with("vlj_" + "x".repeat(43)).post(MESSAGES, MAIL);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo("invalid_token");
        assertThat(wrong.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
        ApiClient reader = api.with(fixture.token(Optional.of("SUPERVISOR"), Set.of(Scope.MESSAGES_READ)));
        Answer scope = reader.post(MESSAGES, MAIL);
        assertThat(scope.status()).isEqualTo(403);
        assertThat(scope.code()).isEqualTo("insufficient_scope");
        assertThat(scope.header("WWW-Authenticate")).contains("scope=\"messages:send\"");
        assertThat(reader.call(
                                "POST",
                                "/api/v1/%6Dessages",
                                BodyPublishers.ofString(MAIL),
                                "Content-Type",
                                "application/json")
                        .status())
                .isEqualTo(403);
        assertThat(api.post(MESSAGES, MAIL.replace("SUPERVISOR", "OTRA")).code())
                .isEqualTo("other_user");
        assertThat(api.with(fixture.token(Optional.empty()))
                        .post(MESSAGES, MAIL.replace("\"user\":\"SUPERVISOR\",", ""))
                        .fields())
                .containsExactly("user");
    }

    @Test
    void aUsersTokenSeesNothingOfAnothers() {
        fixture.register("LUCIA", ApiFixture.LUCIAS);
        fixture.connect("LUCIA", ApiFixture.LUCIAS);
        ApiClient lucia = api.with(fixture.token(Optional.of("LUCIA")));
        long mine = api.post(MESSAGES, mail("De Juan", "")).body().get("id").asLong();
        Answer hers = lucia.post(MESSAGES, "{\"to\":[\"ana@cliente.example\"],\"subject\":\"De Lucía\"}");
        until(mine, "SENT");

        assertThat(hers.body().get("from").asString()).isEqualTo(ApiFixture.LUCIAS);
        assertThat(lucia.get(MESSAGES + "/" + mine).status()).isEqualTo(404);
        assertThat(lucia.post(MESSAGES + "/" + mine + "/cancel", "").status()).isEqualTo(404);
        assertThat(lucia.get("/api/v1/accounts/" + account).status()).isEqualTo(404);
        assertThat(lucia.get("/api/v1/accounts?user=SUPERVISOR").code()).isEqualTo("other_user");
        assertThat(emails(lucia.get("/api/v1/accounts"))).containsExactly(ApiFixture.LUCIAS);
        assertThat(subjects(lucia.get(MESSAGES))).containsExactly("De Lucía");
        ApiClient any = api.with(fixture.token(Optional.empty()));
        assertThat(subjects(any.get(MESSAGES))).contains("De Lucía", "De Juan");
        assertThat(emails(any.get("/api/v1/accounts"))).contains(ApiFixture.LUCIAS, ApiFixture.MAILBOX);
        assertThat(lucia.post(
                                MESSAGES,
                                "{\"from\":\"" + ApiFixture.MAILBOX
                                        + "\",\"to\":[\"ana@cliente.example\"],\"subject\":\"Ajeno\"}")
                        .code())
                .isEqualTo("no_such_account");
    }

    @Test
    void aHeldMailSaysWhyAndIsTakenBack() {
        fixture.pause(account);
        long id = api.post(MESSAGES, mail("En pausa", "")).body().get("id").asLong();
        JsonNode held = api.get(MESSAGES + "/" + id).body();
        assertThat(held.get("state").asString()).isEqualTo("HELD");
        assertThat(held.get("held").asString()).isEqualTo("BY_HAND");
        assertThat(held.has("cause")).isFalse();
        assertThat(held.get("words").get("what").asString())
                .isEqualTo("La cuenta " + ApiFixture.MAILBOX + " está en pausa");
        JsonNode english = api.get(MESSAGES + "/" + id, "Accept-Language", "en-GB,en;q=0.9")
                .body();
        assertThat(english.get("words").get("what").asString()).contains("paused");

        Answer cancelled = api.post(MESSAGES + "/" + id + "/cancel", "");
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.body().get("state").asString()).isEqualTo("CANCELLED");
        assertThat(api.post(MESSAGES + "/" + id + "/cancel", "").code()).isEqualTo("not_cancellable");
        fixture.resume(account);
    }

    @Test
    void aRefusedMailSaysWhatTheServerSaid() {
        fixture.simulator.smtp().onRecipient("nadie@cliente.example", "550 5.1.1 no such person");
        long id = api.post(MESSAGES, MAIL.replace("ana@cliente", "nadie@cliente"))
                .body()
                .get("id")
                .asLong();

        JsonNode failed = until(id, "FAILED");

        assertThat(failed.get("cause").asString()).isNotBlank();
        assertThat(failed.get("attempts").get(0).get("reply").asString()).contains("550", "no such person");
        assertThat(failed.get("words").get("todo").asString()).isNotBlank();
    }

    @Test
    void mailsAreFoundByBatchAndStatePageByPage() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(api.post(
                            MESSAGES,
                            mail("Lote " + i, ",\"batch\":\"marzo & más\",\"notBefore\":\"2027-01-01T00:00:00Z\""))
                    .body()
                    .get("id")
                    .asLong());
        }
        String query = MESSAGES + "?batch=marzo+%26+m%C3%A1s&limit=2";
        Answer first = api.get(query);
        Answer second = api.get(query + "&before=" + first.body().get("before").asLong());
        Answer third = api.get(query + "&before=" + second.body().get("before").asLong());

        assertThat(subjects(first)).containsExactly("Lote 4", "Lote 3");
        assertThat(subjects(second)).containsExactly("Lote 2", "Lote 1");
        assertThat(subjects(third)).containsExactly("Lote 0");
        assertThat(third.body().has("before")).isFalse();
        assertThat(first.body().get("messages").get(0).has("attempts")).isFalse();
        assertThat(first.body().get("messages").get(0).get("nextAttemptAt").asString())
                .startsWith("2027-01-01");
        api.post(MESSAGES + "/" + ids.getFirst() + "/cancel", "");
        assertThat(subjects(api.get(query + "&state=CANCELLED"))).containsExactly("Lote 0");
        for (String wrong : List.of("limit=0", "limit=201", "limit=x", "before=x", "state=x")) {
            assertThat(api.get(MESSAGES + "?" + wrong).fields()).containsExactly(wrong.replaceFirst("=.*", ""));
        }
    }

    @Test
    void withSeveralAccountsTheSenderIsNamed() {
        fixture.register("VARIOS", "");
        ApiClient varios = api.with(fixture.token(Optional.of("VARIOS")));
        String plain = "{\"to\":[\"ana@cliente.example\"],\"subject\":\"x\"}";
        assertThat(varios.post(MESSAGES, plain).code()).isEqualTo("no_account");
        fixture.connect("VARIOS", ApiFixture.LUCIAS);
        assertThat(varios.post(MESSAGES, plain).status()).isEqualTo(202);
        fixture.connect("VARIOS", ApiFixture.MAILBOX);
        assertThat(varios.post(MESSAGES, plain).code()).isEqualTo("several_accounts");
        assertThat(varios.post(MESSAGES, plain.replaceFirst("\\{", "{\"from\":\"" + ApiFixture.MAILBOX + "\","))
                        .status())
                .isEqualTo(202);
    }

    private List<ReceivedMessage> received(String subject) {
        return fixture.simulator.inbox().messages().stream()
                .filter(message -> message.mime().header("Subject").equals(Optional.of(subject)))
                .toList();
    }

    private JsonNode until(long id, String state) {
        return Awaitility.await()
                .until(
                        () -> api.with(fixture.token(Optional.empty()))
                                .get(MESSAGES + "/" + id)
                                .body(),
                        found -> found.get("state").asString().equals(state));
    }

    private static String mail(String subject, String more) {
        return "{\"user\":\"SUPERVISOR\",\"to\":[\"ana@cliente.example\"],\"subject\":\"" + subject + "\"" + more + "}";
    }

    private static List<String> subjects(Answer page) {
        List<String> subjects = new ArrayList<>();
        page.body()
                .get("messages")
                .forEach(message -> subjects.add(message.get("subject").asString()));
        return subjects;
    }

    private static List<String> emails(Answer accounts) {
        List<String> emails = new ArrayList<>();
        accounts.body().forEach(found -> emails.add(found.get("email").asString()));
        return emails;
    }

    private static byte[] part(String name, String fileName, String type, byte[] content) {
        String file = fileName.isEmpty() ? "" : "; filename=\"" + fileName.replace("\\", "\\\\") + "\"";
        byte[] head = ("Content-Disposition: form-data; name=\"" + name + "\"" + file + "\r\nContent-Type: " + type
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[head.length + content.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(content, 0, whole, head.length, content.length);
        return whole;
    }

    private Answer postForm(byte[]... parts) {
        return postForm(List.of(), parts);
    }

    private Answer postForm(List<String> headers, byte[]... parts) {
        List<String> all = new ArrayList<>(headers);
        all.addAll(List.of("Content-Type", "multipart/form-data; boundary=frontera"));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes("--frontera\r\n".getBytes(StandardCharsets.UTF_8));
            body.writeBytes(part);
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes("--frontera--\r\n".getBytes(StandardCharsets.UTF_8));
        return api.call("POST", MESSAGES, BodyPublishers.ofByteArray(body.toByteArray()), all.toArray(String[]::new));
    }
}
