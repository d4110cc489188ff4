package org.valija.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.InSpanish;
import org.valija.simulator.smtp.SmtpReplies;
import org.yaml.snakeyaml.Yaml;

/** What Prometheus reads of a service that has sent, failed and lost an account, and the rules that are documented for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class MetricsTest {

    private static final Path RULES = Path.of("..", "docs", "alerts.yaml");
    private static final Path GUIDE = Path.of("..", "docs", "administrator.md");
    private static final Pattern NAME = Pattern.compile("\\b((?:valija|jvm|process|system)_[a-z0-9_]+)\\b");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?:=~?|!=)\"([^\"]*)\"");

    @TempDir
    private static Path folder;

    private OperatedOffice office;

    @BeforeAll
    void work() {
        office = new OperatedOffice(folder, Map.of());
        office.enter("not the key");
        office.connects();
        office.sends("Uno");
        office.simulator.google().expireAccessTokens();
        office.sends("Dos");
        office.simulator.smtp().onRecipient("ana@cliente.example", SmtpReplies.NO_SUCH_USER);
        office.sends("Tres");
        office.simulator.google().expireAccessTokens();
        office.simulator.google().revokeGrantsOf(OperatedOffice.MAILBOX);
        office.sends("Cuatro");
    }

    @AfterAll
    void stop() {
        office.close();
    }

    private PrometheusText scraped() {
        HttpResponse<String> answer = office.asks("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain;version=0.0.4");
        return PrometheusText.read(answer.body());
    }

    @Test
    void whatWasDoneIsCountedAndWhatStandsIsMeasured() {
        PrometheusText found = Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        this::scraped,
                        metrics -> metrics.sum("valija_accounts", Map.of("state", "needs_authentication")) == 1);

        assertThat(found.sum("valija_mails_accepted_total", Map.of("lane", "interactive")))
                .isEqualTo(4);
        assertThat(found.sum("valija_mails_ended_total", Map.of("state", "sent")))
                .isEqualTo(2);
        assertThat(found.sum("valija_mails_ended_total", Map.of("state", "failed")))
                .isEqualTo(1);
        assertThat(found.sum("valija_mails_waiting", Map.of("lane", "interactive", "state", "held")))
                .isEqualTo(1);
        assertThat(found.sum("valija_attempts_total", Map.of("outcome", "delivered")))
                .isEqualTo(2);
        assertThat(found.sum("valija_attempts_total", Map.of("outcome", "rejected")))
                .isEqualTo(1);
        assertThat(found.sum("valija_token_renewals_total", Map.of("provider", "1", "outcome", "renewed")))
                .isPositive();
        assertThat(found.sum("valija_token_renewals_total", Map.of("outcome", "needs_authentication")))
                .isEqualTo(1);
        assertThat(found.sum("valija_accounts_held", Map.of("reason", "needs_authentication")))
                .isEqualTo(1);
        assertThat(found.sum("valija_recovery_open", Map.of())).isZero();
        assertThat(found.sum("valija_webhook_owed", Map.of())).isZero();
        assertThat(found.sum("valija_webhook_given_up_total", Map.of())).isZero();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> scraped().sum("valija_alerts", Map.of("kind", "account.needs-authentication")) == 1);
        assertThat(scraped().sum("valija_alerts_unmailed", Map.of()))
                .as("no system mailbox is chosen")
                .isEqualTo(1);
        assertThat(found.sum("valija_audit_noted_total", Map.of("action", "account_connected")))
                .isEqualTo(1);
        assertThat(found.sum("valija_http_requests_total", Map.of("status", "200")))
                .isPositive();
        assertThat(found.sum("valija_disk_free_bytes", Map.of())).isPositive();
        assertThat(found.sum("valija_database_connections_max", Map.of())).isEqualTo(10);
        assertThat(found.sum("valija_build_info", Map.of())).isEqualTo(1);
        assertThat(found.sum("jvm_memory_used_bytes", Map.of("area", "heap"))).isPositive();
    }

    /** What strangers send must not become a label: it would grow without end, and could be anything. */
    @Test
    void noLabelComesFromWhoAsks() {
        long before = scraped().samples().size();
        for (int i = 0; i < 20; i++) {
            office.asks("/nothing/" + i, "User-Agent", "stranger-" + i, "X-Request-Id", "id-" + i);
        }

        PrometheusText after = scraped();

        assertThat(after.samples().size() - before).isLessThan(5);
        assertThat(after.samples().toString())
                .doesNotContain("stranger", "nothing", OperatedOffice.MAILBOX, "SUPERVISOR", "ana@cliente");
    }

    @Test
    void theDocumentedRulesAskForWhatIsThere() throws IOException {
        PrometheusText found = scraped();
        Map<String, Set<String>> labels = new HashMap<>();
        found.samples()
                .forEach(sample -> labels.computeIfAbsent(sample.name(), name -> new TreeSet<>())
                        .addAll(sample.labels().keySet()));
        List<String> expressions = expressions();
        assertThat(expressions).hasSizeGreaterThan(10);

        for (String expression : expressions) {
            Matcher names = NAME.matcher(expression);
            while (names.find()) {
                assertThat(found.names()).as(expression).contains(names.group(1));
            }
            Matcher conditions = LABEL.matcher(expression);
            Set<String> known = labels.entrySet().stream()
                    .filter(entry -> expression.contains(entry.getKey()))
                    .flatMap(entry -> entry.getValue().stream())
                    .collect(Collectors.toSet());
            while (conditions.find()) {
                if (!conditions.group(1).equals("job")) {
                    assertThat(known).as(expression).contains(conditions.group(1));
                    assertThat(valuesOf(found, conditions.group(1)))
                            .as(expression)
                            .anyMatch(Pattern.compile(conditions.group(2)).asMatchPredicate());
                }
            }
        }
    }

    @Test
    void everyMetricOfOursIsDocumented() throws IOException {
        String guide = Files.readString(GUIDE);

        assertThat(scraped().names().stream()
                        .filter(name -> name.startsWith("valija_"))
                        .filter(name -> !guide.contains("`" + name)))
                .isEmpty();
    }

    private static Set<String> valuesOf(PrometheusText found, String label) {
        return found.samples().stream()
                .map(sample -> sample.labels().getOrDefault(label, ""))
                .collect(Collectors.toSet());
    }

    private static List<String> expressions() throws IOException {
        try (Reader reader = Files.newBufferedReader(RULES)) {
            Map<String, List<Map<String, Object>>> file = new Yaml().load(reader);
            List<String> expressions = new ArrayList<>();
            for (Map<String, Object> group : Objects.requireNonNull(file.get("groups"))) {
                for (Object rule : (List<?>) Objects.requireNonNull(group.get("rules"))) {
                    Map<?, ?> fields = (Map<?, ?>) rule;
                    assertThat(fields.containsKey("alert")).isTrue();
                    assertThat(fields.get("annotations"))
                            .as("%s", fields.get("alert"))
                            .isInstanceOf(Map.class);
                    expressions.add(String.valueOf(fields.get("expr")));
                }
            }
            return expressions;
        }
    }
}
