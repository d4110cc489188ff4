package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.valija.server.api.ApiClient.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document says what the service does: no more, no less; every answer that it names is made to come. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ApiDocumentTest {

    private static final int A_MINUTE = 400;
    private static final String MESSAGES = "/api/v1/messages";
    private static final String AUTHORIZATIONS = "/api/v1/authorizations";
    private static final String MAIL =
            "{\"user\":\"SUPERVISOR\",\"to\":[\"ana@cliente.example\"],\"subject\":\"Hola\"}";
    private static final String WISH = "{\"user\":\"SUPERVISOR\"}";
    private static final String DOCUMENTS = "/api/v1/documents";
    private static final String CHEQUE = """
            {"company":"EPR240501AB1","kind":"CHEQUE","number":"1042","date":"2026-01-15","concept":"Honorarios",
             "beneficiary":{"rfc":"CACX7605101P8","name":"XOCHILT CASAS CHAVEZ"},"amount":"12500.00"}""";
    private static final String NOBODY = "0".repeat(43);

    private final OpenApiDocument document = OpenApiDocument.read();

    @TempDir
    private static Path folder;

    private ApiFixture fixture;
    private ApiClient api;
    private ApiClient nothing;
    private ApiClient hasty;
    private long account;

    @BeforeAll
    void start() {
        fixture = new ApiFixture(folder, Map.of("valija.api.requests-per-minute", A_MINUTE));
        api = fixture.client(fixture.token(Optional.empty()));
        nothing = fixture.client(fixture.token(Optional.empty(), Set.of(Scope.FILES_READ)));
        hasty = fixture.client(fixture.token(Optional.empty()));
        account = fixture.connect("SUPERVISOR", ApiFixture.MAILBOX);
        fixture.browser.submit(fixture.browser
                .get(fixture.at("/empresas/nueva"))
                .form("#empresa")
                .type("name", "Emisora de Prueba")
                .type("rfc", "EPR240501AB1"));
        for (int i = 0; i < A_MINUTE; i++) {
            hasty.get(AUTHORIZATIONS + "/" + NOBODY);
        }
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void everyHandlerIsDocumentedAndEveryDocumentedOneIsThere() {
        Set<String> mapped = new TreeSet<>();
        RequestMappingHandlerMapping mapping =
                fixture.context().getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
            for (String path : info.getPatternValues()) {
                if (path.startsWith("/api/")) {
                    String plain = path.replaceAll("\\{(\\w+):[^{}]*(?:\\{[0-9]+})?[^{}]*}", "{$1}");
                    info.getMethodsCondition().getMethods().forEach(method -> mapped.add(method + " " + plain));
                }
            }
        }

        assertThat(document.operations()).isEqualTo(mapped);
    }

    @Test
    void theDocumentNamesEveryProblemAndNothingBroken() {
        Set<String> codes = Arrays.stream(Problem.values()).map(Problem::code).collect(Collectors.toSet());

        assertThat(document.codes()).isEqualTo(codes);
        assertThat(document.brokenReferences()).isEmpty();
    }

    @Test
    void anAnswerThatTheDocumentDoesNotKnowIsNoticed() {
        String operation = "GET /api/v1/accounts/{id}";
        JsonNode body = api.get("/api/v1/accounts/" + account).body();
        String json = "application/json";

        document.check(operation, 200, json, body);
        assertThatThrownBy(() -> document.check(operation, 202, json, body)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> document.check(operation, 200, "text/html", body))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() ->
                        document.check(operation, 200, json, JsonMapper.shared().readTree("{\"id\":1}")))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> document.check("PUT /api/v1/accounts/{id}", 200, json, body))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void whatIsNotDocumentedIsRefusedInTheSameForm() {
        Answer missing = api.get("/api/v1/nothing");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(api.get("/api/v2").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/messages//1").code()).isEqualTo("bad_request");
        Answer deleted = api.call("DELETE", MESSAGES, BodyPublishers.noBody());
        assertThat(deleted.status()).isEqualTo(405);
        assertThat(deleted.header("Allow")).contains("GET", "POST");
        assertThat(deleted.code()).isEqualTo("method_not_allowed");
    }

    @Test
    void theDocumentIsOpenToEverybody() throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(fixture.at(ApiSecurity.DOCUMENT)).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/yaml");
        assertThat(answer.body()).startsWith("openapi: 3.1");
    }

    @TestFactory
    Stream<DynamicTest> everyDocumentedAnswerComes() {
        Map<String, Callable<Answer>> cases = cases();
        DynamicTest all = DynamicTest.dynamicTest(
                "all of them",
                () -> assertThat(cases.keySet())
                        .containsExactlyInAnyOrderElementsOf(document.answers().stream()
                                .filter(answer -> !answer.contains(ApiSecurity.DOCUMENT))
                                .toList()));
        return Stream.concat(
                Stream.of(all),
                cases.entrySet().stream()
                        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                            Answer answer = entry.getValue().call();
                            assertThat(answer.status())
                                    .as(String.valueOf(answer.body()))
                                    .isEqualTo(Integer.parseInt(entry.getKey().replaceFirst(".* ", "")));
                        })));
    }

    private Map<String, Callable<Answer>> cases() {
        Map<String, Callable<Answer>> cases = new HashMap<>();
        String one = "/api/v1/messages/{id}";
        String cancel = one + "/cancel";
        cases.put("POST " + MESSAGES + " 202", () -> api.post(MESSAGES, MAIL));
        cases.put("POST " + MESSAGES + " 400", () -> api.post(MESSAGES, "{"));
        cases.put("POST " + MESSAGES + " 410", this::forgotten);
        cases.put("POST " + MESSAGES + " 411", () -> chunkedForm(MESSAGES));
        cases.put("POST " + AUTHORIZATIONS + " 411", () -> chunkedForm(AUTHORIZATIONS));
        cases.put("POST " + cancel + " 411", () -> chunkedForm(MESSAGES + "/1/cancel"));
        cases.put("POST " + MESSAGES + " 413", () -> api.post(MESSAGES, MAIL + " ".repeat(41 * 1024 * 1024)));
        cases.put("POST " + MESSAGES + " 415", () -> api.post(MESSAGES, MAIL, "Content-Type", "text/plain"));
        cases.put("POST " + MESSAGES + " 422", () -> api.post(MESSAGES, MAIL.replace("Hola", "")));
        cases.put("POST " + MESSAGES + " 503", this::locked);
        cases.put("GET " + MESSAGES + " 200", () -> api.get(MESSAGES + "?limit=1"));
        cases.put("GET " + MESSAGES + " 400", () -> api.get(MESSAGES + "?state=LOST"));
        cases.put("GET " + one + " 200", () -> api.get(MESSAGES + "/" + accept()));
        cases.put("GET " + one + " 404", () -> api.get(MESSAGES + "/999999"));
        cases.put("POST " + cancel + " 200", this::cancelled);
        cases.put("POST " + cancel + " 404", () -> api.post(MESSAGES + "/999999/cancel", ""));
        cases.put("POST " + cancel + " 409", () -> api.post(MESSAGES + "/" + sent() + "/cancel", ""));
        cases.put("GET /api/v1/accounts 200", () -> api.get("/api/v1/accounts?user=SUPERVISOR"));
        cases.put("GET /api/v1/accounts/{id} 200", () -> api.get("/api/v1/accounts/" + account));
        cases.put("GET /api/v1/accounts/{id} 404", () -> api.get("/api/v1/accounts/999999"));
        cases.put("GET /api/v1/outbox 200", () -> api.get("/api/v1/outbox?user=SUPERVISOR"));
        cases.put("POST " + AUTHORIZATIONS + " 201", () -> api.post(AUTHORIZATIONS, WISH));
        cases.put("POST " + AUTHORIZATIONS + " 400", () -> api.post(AUTHORIZATIONS, "{\"usuario\":\"ANA\"}"));
        cases.put("POST " + AUTHORIZATIONS + " 413", () -> api.post(AUTHORIZATIONS, WISH + " ".repeat(100_000)));
        cases.put("POST " + AUTHORIZATIONS + " 415", () -> api.post(AUTHORIZATIONS, WISH, "Content-Type", "text/xml"));
        cases.put("POST " + AUTHORIZATIONS + " 422", () -> api.post(AUTHORIZATIONS, "{\"user\":\"NADIE\"}"));
        cases.put(
                "GET " + AUTHORIZATIONS + "/{id} 200",
                () -> api.get(AUTHORIZATIONS + "/"
                        + api.post(AUTHORIZATIONS, WISH).body().get("id").asString()));
        cases.put("POST " + DOCUMENTS + " 201", () -> api.post(DOCUMENTS, CHEQUE));
        cases.put("POST " + DOCUMENTS + " 200", () -> {
            api.post(DOCUMENTS, CHEQUE, "Idempotency-Key", "cheque-1042");
            return api.post(DOCUMENTS, CHEQUE, "Idempotency-Key", "cheque-1042");
        });
        cases.put("POST " + DOCUMENTS + " 400", () -> api.post(DOCUMENTS, "{"));
        cases.put("POST " + DOCUMENTS + " 411", () -> chunkedForm(DOCUMENTS));
        cases.put("POST " + DOCUMENTS + " 413", () -> api.post(DOCUMENTS, CHEQUE + " ".repeat(2 * 1024 * 1024)));
        cases.put("POST " + DOCUMENTS + " 415", () -> api.post(DOCUMENTS, CHEQUE, "Content-Type", "text/plain"));
        cases.put("POST " + DOCUMENTS + " 422", () -> api.post(DOCUMENTS, CHEQUE.replace("12500.00", "mil")));
        cases.put("GET " + DOCUMENTS + " 200", () -> {
            api.post(DOCUMENTS, CHEQUE);
            return api.get(DOCUMENTS + "?kind=CHEQUE&year=2026&text=xochilt&limit=1");
        });
        cases.put("GET " + DOCUMENTS + " 400", () -> api.get(DOCUMENTS + "?after=nada"));
        cases.put(
                "GET " + DOCUMENTS + "/{id} 200",
                () -> api.get(DOCUMENTS + "/"
                        + api.post(DOCUMENTS, CHEQUE).body().get("id").asLong()));
        cases.put("GET " + DOCUMENTS + "/{id} 404", () -> api.get(DOCUMENTS + "/999999"));
        cases.put("GET " + AUTHORIZATIONS + "/{id} 404", () -> api.get(AUTHORIZATIONS + "/" + NOBODY));
        for (String operation : document.operations()) {
            if (!operation.contains(ApiSecurity.DOCUMENT)) {
                common(cases, operation);
            }
        }
        return cases;
    }

    /** What every operation answers to the same mistakes. */
    private void common(Map<String, Callable<Answer>> cases, String operation) {
        cases.put(operation + " 401", () -> call(api.stranger(), operation));
        cases.put(operation + " 403", () -> call(nothing, operation));
        cases.put(operation + " 406", () -> call(api, operation, "Accept", "text/html"));
        cases.put(operation + " 429", () -> call(hasty, operation));
    }

    private Answer call(ApiClient who, String operation, String... headers) {
        String method = operation.substring(0, operation.indexOf(' '));
        String path = operation
                .substring(operation.indexOf(' ') + 1)
                .replace("{id}", operation.contains("authorizations") ? NOBODY : "1");
        String body = path.equals(AUTHORIZATIONS) ? WISH : MAIL;
        return method.equals("GET") ? who.get(path, headers) : who.post(path, body, headers);
    }

    private long accept(String... headers) {
        Answer accepted = api.post(MESSAGES, MAIL, headers);
        assertThat(accepted.status()).isEqualTo(202);
        return accepted.body().get("id").asLong();
    }

    private long sent(String... headers) {
        long id = accept(headers);
        Awaitility.await()
                .until(() -> api.get(MESSAGES + "/" + id)
                        .body()
                        .get("state")
                        .asString()
                        .equals("SENT"));
        return id;
    }

    private Answer chunkedForm(String path) {
        return api.call(
                "POST",
                path,
                BodyPublishers.ofInputStream(InputStream::nullInputStream),
                "Content-Type",
                "multipart/form-data; boundary=x");
    }

    private Answer cancelled() {
        Answer later = api.post(MESSAGES, MAIL.replace("}", ",\"notBefore\":\"2027-01-01T00:00:00Z\"}"));
        return api.post(MESSAGES + "/" + later.body().get("id").asLong() + "/cancel", "");
    }

    private Answer forgotten() throws SQLException {
        long id = sent("Idempotency-Key", "forgotten");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + fixture.database());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            assertThat(statement.executeUpdate("DELETE FROM outbox_archive WHERE id = " + id))
                    .isEqualTo(1);
        }
        return api.post(MESSAGES, MAIL, "Idempotency-Key", "forgotten");
    }

    /** Another program holds the database's one write lock. */
    private Answer locked() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + fixture.database());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute("BEGIN IMMEDIATE");
            Answer refused = api.post(MESSAGES, MAIL, "Accept-Language", Locale.ENGLISH.getLanguage());
            statement.execute("ROLLBACK");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(refused.body().get("title").asString()).isEqualTo("The database does not answer");
            return refused;
        }
    }
}
