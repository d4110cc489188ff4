package org.valija.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.valija.server.InSpanish;
import org.valija.server.handlers.Visitor.Answer;
import org.valija.server.handlers.Visitor.Body;
import org.valija.sql.TestDatabase;

/**
 * Every handler of the running service, called with another user's records and with what no form sends. The handlers are asked of
 * the service itself: a new one is tried without a line here, or fails until somebody says in one why it may be public or shared.
 */
@ExtendWith(InSpanish.class)
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
abstract class HandlerCalls {

    /** What answers who has not entered, and why. */
    static final Map<String, String> PUBLIC = Map.ofEntries(
            Map.entry("GET /entrar", "here one enters"),
            Map.entry("POST /entrar", "here one enters"),
            Map.entry("POST /salir", "leaving without having entered harms nobody"),
            Map.entry("GET /entrar/codigo", "the second step of entering"),
            Map.entry("POST /entrar/codigo", "the second step of entering"),
            Map.entry("GET /health", "decides by itself: this machine, or a token"),
            Map.entry("GET /health/live", "tells whether the process lives, and no more"),
            Map.entry("GET /health/ready", "tells whether requests are to be sent, and no more"),
            Map.entry("GET /metrics", "decides by itself: this machine, or a token"),
            Map.entry("GET /error", "tells of errors, also those of strangers"),
            Map.entry("POST /error", "tells of errors, also those of strangers"),
            Map.entry("GET /recuperar", "for who has no key"),
            Map.entry("POST /recuperar", "for who has no key; throttled, and answers alike for everybody"),
            Map.entry("GET /recuperar/{token}", "its address is the permission"),
            Map.entry("POST /recuperar/{token}", "its address is the permission"),
            Map.entry("GET /autorizar/{value}", "its address is the permission"),
            Map.entry("POST /autorizar/{value}", "its address is the permission"),
            Map.entry("GET /autorizar/fin/{id}", "tells the state alone, and its address cannot be guessed"),
            Map.entry("GET /oauth/retorno", "answers the browser session alone that began"),
            Map.entry("GET /correo/terminar", "answers the browser session alone that began"),
            Map.entry("POST /correo/terminar", "answers the browser session alone that began"),
            Map.entry("GET /api/v1/openapi.yaml", "the API's document has no secret"));

    /** Records that are the office's and no user's, by the beginning of their paths, and why. */
    static final Map<String, String> SHARED = Map.of(
            "/documentos/{id}", "documents are the company's",
            "/api/v1/documents/{id}", "documents are the company's",
            "/beneficiarios/{id}", "the catalogue is the company's",
            "/empresas/{id}", "who sends sees whom the documents are of; only administrators change them",
            "/beneficiarios/importar/{id}", "its address cannot be guessed, and it adds to the company's catalogue");

    private final Complaints complaints = new Complaints();
    HandlerOffice office;
    List<Endpoint> endpoints;
    private final Set<Endpoint> supervisors = new HashSet<>();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        office = new HandlerOffice(database(), folder);
        endpoints = Endpoints.of(office.context());
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        complaints.setContext(root.getLoggerContext());
        complaints.start();
        root.addAppender(complaints);
    }

    @AfterAll
    void stop() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(complaints);
        office.close();
    }

    /** What the service keeps its records in. */
    abstract TestDatabase database();

    /** What is sent in the place of a form or of a program's JSON. */
    abstract Map<String, Body> bodies(Endpoint endpoint);

    @TestFactory
    Stream<DynamicTest> anotherUsersRecordsAreRefused() {
        return each(endpoint -> isOfOneUser(endpoint) && !PUBLIC.containsKey(endpoint.name()), endpoint -> {
            Visitor rosa = endpoint.isApi() ? office.program(HandlerOffice.ROSA) : office.visitor(HandlerOffice.ROSA);

            Answer answer = plausible(rosa, endpoint, endpoint.path(office::record));

            assertThat(answer.status()).as(answer.toString()).isIn(403, 404);
        });
    }

    @TestFactory
    Stream<DynamicTest> everyAnswerSaysHowItIsToBeTaken() {
        return each(Endpoint::isRead, endpoint -> {
            Answer answer = plausible(
                    endpoint.isApi() ? office.program(HandlerOffice.LUCIA) : office.visitor(insider(endpoint)),
                    endpoint,
                    endpoint.path(this::spare));

            assertThat(answer.header("X-Content-Type-Options"))
                    .as(answer.toString())
                    .isEqualTo("nosniff");
            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
            if (!isForPrograms(endpoint) && !answer.type().startsWith("image/")) {
                assertThat(answer.header("Content-Security-Policy"))
                        .as(answer.toString())
                        .contains("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe");
                assertThat(answer.header("Cache-Control")).as(answer.toString()).contains("no-store");
                assertThat(answer.header("Referrer-Policy")).isIn("same-origin", "no-referrer");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> whatNoFormSendsIsRefusedInWords() {
        return each(endpoint -> true, endpoint -> {
            String path = endpoint.path(this::spare);
            if (!endpoint.isApi()) {
                office.visitor(insider(endpoint));
            }
            if (endpoint.isRead()) {
                BadBodies.queries(endpoint.fields()).forEach((wrong, query) -> {
                    // What a browser would not send in an address, or not so long, does not get as far.
                    if (query.length() < 8_000 && !query.contains("%zz")) {
                        refused(endpoint, wrong, path + "?" + query, Body.none());
                    }
                });
            } else {
                bodies(endpoint).forEach((wrong, body) -> refused(endpoint, wrong, path, body));
            }
            if (endpoint.hasVariables()) {
                BadBodies.all().stream()
                        .filter(value -> value.encoded().length() < 8_000)
                        .forEach(value -> refused(
                                endpoint,
                                value.wrong() + " in the address",
                                endpoint.path(variable -> value.encoded()),
                                Body.none()));
            }
        });
    }

    private void refused(Endpoint endpoint, String wrong, String path, Body body) {
        Answer answer = whoeverMay(endpoint, visitor -> visitor.send(endpoint.method(), path, body, true));
        String told = wrong + ": " + answer;

        assertThat(answer.status()).as(told).isLessThan(500);
        assertThat(answer.body()).as(told).doesNotContain(BadBodies.SCRIPT);
        if (answer.status() >= 400) {
            if (endpoint.isApi()) {
                assertThat(answer.type()).as(told).startsWith("application/problem+json");
            }
            assertThat(answer.words().length()).as(told).isGreaterThan(30);
            assertThat(answer.words()).as(told).doesNotContain("Apache Tomcat", "Exception");
        }
        assertNoComplaints();
    }

    /** Who owns the records or administers; SUPERVISOR, once that was refused. */
    private Answer whoeverMay(Endpoint endpoint, Function<Visitor, Answer> question) {
        if (endpoint.isApi()) {
            return question.apply(office.program(HandlerOffice.LUCIA));
        }
        if (!supervisors.contains(endpoint)) {
            Answer answer = office.ask(insider(endpoint), question);
            if (answer.status() != 403) {
                return answer;
            }
            supervisors.add(endpoint);
        }
        return office.ask(HandlerOffice.SUPERVISOR, question);
    }

    private static String insider(Endpoint endpoint) {
        boolean ofLucia = endpoint.variables().stream().anyMatch(variable -> variable.startsWith("/envios/"));
        return ofLucia ? HandlerOffice.LUCIA : HandlerOffice.ANA;
    }

    private static boolean isForPrograms(Endpoint endpoint) {
        return endpoint.isApi()
                || endpoint.pattern().startsWith("/health")
                || endpoint.pattern().equals("/metrics");
    }

    /** Those who go on are not to be changed. */
    private String spare(String variable) {
        return variable.equals("/usuarios/{code}") ? HandlerOffice.PEPE : office.record(variable);
    }

    private static boolean isOfOneUser(Endpoint endpoint) {
        return endpoint.hasVariables()
                && endpoint.variables().stream().noneMatch(SHARED::containsKey)
                && endpoint.variables().stream().noneMatch("/beneficiarios/importar/{id}"::equals);
    }

    static Answer plausible(Visitor visitor, Endpoint endpoint, String path) {
        if (endpoint.isRead()) {
            String query = query(endpoint);
            return visitor.get(query.isEmpty() ? path : path + "?" + query);
        }
        Body body = endpoint.json()
                ? Body.json("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                : Body.form(query(endpoint));
        return visitor.send(endpoint.method(), path, body, true);
    }

    static String query(Endpoint endpoint) {
        return BadBodies.plausible(endpoint.fields());
    }

    Stream<DynamicTest> each(Predicate<Endpoint> which, java.util.function.Consumer<Endpoint> check) {
        return endpoints.stream()
                .filter(which)
                .map(endpoint -> DynamicTest.dynamicTest(endpoint.toString(), () -> check.accept(endpoint)));
    }

    void assertNoComplaints() {
        assertThat(complaints.take()).isEmpty();
    }

    /** What the log says of errors. */
    private static final class Complaints extends AppenderBase<ILoggingEvent> {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            boolean thrown = event.getThrowableProxy() != null;
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)
                    || thrown && event.getLevel().isGreaterOrEqual(Level.WARN)) {
                seen.add(event.getLoggerName() + ": " + event.getFormattedMessage() + "\n"
                        + (thrown ? ThrowableProxyUtil.asString(event.getThrowableProxy()) : ""));
            }
        }

        List<String> take() {
            List<String> taken = List.copyOf(seen);
            seen.clear();
            return taken;
        }
    }
}
