package org.valija.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.valija.ConnectProxy;
import org.valija.diagnosis.Cause;
import org.valija.server.InSpanish;
import org.valija.server.cli.DoctorFixture.Said;
import org.valija.server.doctor.Check;
import org.valija.server.doctor.Doctor;
import org.valija.server.doctor.Examination;
import org.valija.server.doctor.Finding;
import org.valija.server.doctor.Wishes;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.FailurePlan;
import org.valija.simulator.google.SimulatedClient;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.simulator.smtp.SimulatedSmtp;
import org.valija.simulator.smtp.SmtpReplies;
import org.valija.simulator.tls.ServerCertificate;

/** The doctor over sockets: the good case, and each illness by itself. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class DoctorCommandTest {

    /** Of simulator and doctor alike. */
    private static volatile Duration ahead = Duration.ZERO;

    private static final Clock MOVED = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    };

    @TempDir
    Path folder;

    private DoctorFixture fixture;

    @BeforeEach
    void start() {
        ahead = Duration.ZERO;
        fixture = new DoctorFixture(folder, SimulatorOptions.defaults().withClock(MOVED));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    /** A computer whose clock goes wrong, or a later day. */
    @Configuration(proxyBeanMethods = false)
    static class MovedClock {
        @Bean
        Clock clock() {
            return MOVED;
        }
    }

    @Test
    void healthyAccountIsFineToTheLastStep() {
        fixture.connect();

        Said said = fixture.doctor("supervisor", "--json", "--refresh");

        assertThat(said.status()).as(said.out() + said.err()).isZero();
        assertThat(said.json().get("well").asBoolean()).isTrue();
        assertThat(said.out() + said.err()).doesNotContain(SimulatedGoogle.DEMO_CLIENT.secret(), "ya29.", "1//0");
        assertThat(said.statuses().keySet())
                .containsExactlyInAnyOrder(
                        List.of(Check.values()).stream().map(Check::code).toArray(String[]::new));
        assertThat(said.statuses()).containsEntry("publishing", "not-checked");
        assertThat(said.statuses().entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("publishing"))
                        .map(Map.Entry::getValue))
                .containsOnly("ok");
        assertThat(fixture.simulator.google().refreshRequests()).isEqualTo(1);
        assertThat(fixture.simulator
                        .inbox()
                        .await(1, Duration.ofSeconds(5))
                        .getFirst()
                        .envelope()
                        .recipients())
                .containsExactly(DoctorFixture.MAILBOX);
    }

    @Test
    void anAccountThatSendsByGmailsApiIsTriedByAMail() {
        fixture.set("providers[0].gmail-api", fixture.simulator.httpUri());
        fixture.connect();

        Said well = fixture.doctor("SUPERVISOR", "--json");
        assertThat(well.status()).as(well.out() + well.err()).isZero();
        assertThat(well.statuses())
                .containsEntry("mail-server", "ok")
                .containsEntry("mail-authentication", "not-checked")
                .containsEntry("mail", "ok");

        fixture.simulator
                .google()
                .fail(FailurePlan.gmailError(403, "accessNotConfigured", "Gmail API has not been used"));
        Said disabled = fixture.doctor("SUPERVISOR", "--json");
        assertThat(disabled.problems()).containsOnly(Map.entry("mail", "gmail-api-disabled"));
        assertThat(disabled.turn("mail")).isEqualTo("administrator");
    }

    @Test
    void withoutMailOnlyTheMailIsLeftOutAndAnotherRecipientGetsIt() {
        fixture.connect();

        Said without = fixture.doctor("SUPERVISOR", "--no-mail");
        assertThat(without.status()).isZero();
        assertThat(without.out())
                .contains("Cuenta " + DoctorFixture.MAILBOX + " (Gmail)")
                .contains("no se pidió (--no-mail)")
                .contains("Todo bien.");
        assertThat(fixture.simulator.inbox().messages()).isEmpty();

        Said with = fixture.doctor("SUPERVISOR", "--to", "ana@cliente.example");
        assertThat(with.status()).isZero();
        assertThat(fixture.simulator
                        .inbox()
                        .await(1, Duration.ofSeconds(5))
                        .getFirst()
                        .envelope()
                        .recipients())
                .containsExactly("ana@cliente.example");
    }

    @Test
    void wrongClockIsFound() {
        fixture.connect();
        ahead = Duration.ofMinutes(-20);

        assertThat(examine(false)).containsEntry(Check.CLOCK, Cause.CLOCK_WRONG);
    }

    @Test
    void wrongClientSecretIsFoundWithoutTouchingTheGrant() {
        fixture.connect();
        fixture.simulator
                .google()
                .registerClient(SimulatedClient.desktop(SimulatedGoogle.DEMO_CLIENT.id(), "another secret"));

        Said said = fixture.doctor("SUPERVISOR", "--json", "--no-mail");

        assertThat(said.status()).isEqualTo(ExitStatus.ATTENTION.code());
        assertThat(said.problems()).containsExactly(Map.entry("client", "client-secret-refused"));
        assertThat(said.out()).doesNotContain(SimulatedGoogle.DEMO_CLIENT.secret(), "another secret", "ya29.", "1//0");
        assertThat(said.turn("client")).isEqualTo("administrator");
        assertThat(fixture.simulator.google().refreshRequests()).isZero();
    }

    @Test
    void unregisteredReturnAddressAndUnknownClientAreFound() {
        fixture.connect();
        SimulatedClient demo = SimulatedGoogle.DEMO_CLIENT;
        fixture.simulator
                .google()
                .registerClient(SimulatedClient.web(demo.id(), demo.secret(), "https://other.example/"));

        Said said = fixture.doctor("SUPERVISOR", "--no-mail");

        assertThat(said.status()).isEqualTo(ExitStatus.ATTENTION.code());
        assertThat(said.out()).contains("agrega exactamente http://127.0.0.1:8480/oauth/retorno");
    }

    @Test
    void revokedGrantIsFoundThoughItsTokenLooksGood() {
        fixture.connect();
        fixture.simulator.google().revokeGrantsOf(DoctorFixture.MAILBOX);

        Said first = fixture.doctor("SUPERVISOR", "--json");
        Said again = fixture.doctor("SUPERVISOR");

        assertThat(first.problems()).containsExactly(Map.entry("identity", "grant-revoked"));
        assertThat(first.statuses()).containsEntry("mail", "not-checked");
        assertThat(again.status()).isEqualTo(ExitStatus.ATTENTION.code());
        assertThat(again.out())
                .contains("Gmail retiró el permiso de esta cuenta")
                .contains("Presiona Autenticar y elige " + DoctorFixture.MAILBOX)
                .contains("Le toca a: el usuario.");
    }

    @Test
    void deathAfterSevenDaysIsToldAsAGuess() {
        SimulatedClient demo = SimulatedGoogle.DEMO_CLIENT;
        fixture.simulator.google().registerClient(demo.testing(DoctorFixture.MAILBOX));
        fixture.connect();
        ahead = Duration.ofDays(7).plusHours(1);

        assertThat(examine(false)).containsEntry(Check.RENEWAL, Cause.TESTING_EXPIRED);
        assertThat(examine(false))
                .containsEntry(Check.GRANT, Cause.TESTING_EXPIRED)
                .containsEntry(Check.PUBLISHING, Cause.TESTING_EXPIRED);
    }

    @Test
    void missingScopeIsFoundAndNamed() {
        fixture.connect();
        fixture.set("providers[0].required-scopes[0]", "https://mail.google.com/");
        fixture.set("providers[0].required-scopes[1]", "https://www.googleapis.com/auth/gmail.send");

        Said said = fixture.doctor("SUPERVISOR", "--json", "--no-mail");

        assertThat(said.problems()).containsExactly(Map.entry("scopes", "scope-missing"));
        assertThat(said.out())
                .contains("Falta un permiso para poder enviar: https://www.googleapis.com/auth/gmail.send");
    }

    @Test
    void tokenOfAnotherPersonIsFound() throws IOException {
        fixture.connect();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] claims = "{\"sub\":\"2\",\"email\":\"lucia.ramos@bajio.example\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, claims.length);
            exchange.getResponseBody().write(claims);
            exchange.close();
        });
        other.start();
        fixture.set(
                "providers[0].user-info-endpoint",
                "http://127.0.0.1:" + other.getAddress().getPort() + "/");

        Said said = fixture.doctor("SUPERVISOR", "--json", "--no-mail");
        other.stop(0);

        assertThat(said.problems()).containsExactly(Map.entry("identity", "other-identity"));
        assertThat(said.out()).contains("Te autenticaste con otro correo: lucia.ramos@bajio.example");
    }

    @Test
    void unreachableTokenEndpointIsFoundAndToldFromAnUnknownName() throws IOException {
        fixture.connect();
        fixture.set("providers[0].token-endpoint", "http://127.0.0.1:" + closedPort() + "/token");
        Said closed = fixture.doctor("SUPERVISOR", "--json", "--no-mail", "--refresh");

        fixture.set("providers[0].token-endpoint", "http://no-such-host.invalid/token");
        Said unknown = fixture.doctor("SUPERVISOR", "--json", "--no-mail");

        assertThat(closed.problems())
                .containsEntry("token-endpoint", "provider-unreachable")
                .containsEntry("renewal", "provider-unreachable")
                .doesNotContainKeys("authorization-endpoint", "mail-server", "client");
        assertThat(closed.turn("token-endpoint")).isEqualTo("network");
        assertThat(unknown.problems()).containsEntry("token-endpoint", "provider-name-unknown");
    }

    @Test
    void providerThatFailsIsNotTakenForARefusal() {
        fixture.connect();
        fixture.simulator.google().fail(FailurePlan.status(503).times(9));

        Said said = fixture.doctor("SUPERVISOR", "--json", "--no-mail", "--refresh");

        assertThat(said.problems()).containsExactly(Map.entry("renewal", "provider-down"));
        assertThat(said.turn("renewal")).isEqualTo("provider");
    }

    @Test
    void certificatesThatDoNotMatchOrAreNotTrustedAreToldApart() {
        fixture.connect();
        fixture.simulator.smtp().useCertificate(ServerCertificate.MISMATCHED);
        Said mismatched = fixture.doctor("SUPERVISOR", "--json");
        fixture.simulator.smtp().useCertificate(ServerCertificate.UNTRUSTED);
        Said untrusted = fixture.doctor("SUPERVISOR", "--json");

        assertThat(mismatched.problems()).containsExactly(Map.entry("mail-server", "mail-certificate-name"));
        assertThat(mismatched.out()).contains("El que respondió no es localhost.");
        assertThat(untrusted.problems()).containsExactly(Map.entry("mail-server", "mail-certificate-untrusted"));
        assertThat(untrusted.statuses()).containsEntry("mail-authentication", "not-checked");
    }

    @Test
    void submissionTurnedOffIsFoundBeforeAnyMail() {
        fixture.connect();
        fixture.simulator.smtp().onCommand("AUTH", SmtpReplies.SMTP_AUTH_DISABLED, SimulatedSmtp.ALWAYS);

        Said said = fixture.doctor("SUPERVISOR", "--json");

        assertThat(said.problems()).containsExactly(Map.entry("mail-authentication", "smtp-auth-disabled"));
        assertThat(said.turn("mail-authentication")).isEqualTo("administrator");
        assertThat(said.out()).contains("535 5.7.139");
        assertThat(fixture.simulator.smtp().messages()).isZero();
    }

    @Test
    void mailServerThatIsGoneAndSenderThatIsNotAllowedAreFound() {
        fixture.connect();
        fixture.simulator.smtp().onCommand("CONTENT", SmtpReplies.SEND_AS_DENIED, 1);
        assertThat(fixture.doctor("SUPERVISOR", "--json").problems())
                .containsExactly(Map.entry("sender", "send-as-denied"));

        fixture.simulator.smtp().stopListening();
        assertThat(fixture.doctor("SUPERVISOR", "--json").problems())
                .containsExactly(Map.entry("mail-server", "mail-unreachable"));
    }

    @Test
    void mailServersAreReachedThroughTheConfiguredProxyAlone() throws IOException {
        fixture.connect();
        try (ConnectProxy proxy = ConnectProxy.asking("juan:secret of the proxy")) {
            fixture.set("smtp-proxy", "http://127.0.0.1:" + proxy.port());
            Said refused = fixture.doctor("SUPERVISOR", "--json");
            fixture.set(
                    "proxy-credentials-file",
                    Files.writeString(folder.resolve("proxy-credentials"), "juan:secret of the proxy\n"));
            Said admitted = fixture.doctor("SUPERVISOR", "--json");

            assertThat(refused.problems()).containsExactly(Map.entry("mail-server", "mail-unreachable"));
            assertThat(admitted.status()).as(admitted.out() + admitted.err()).isZero();
            assertThat(admitted.out()).doesNotContain("secret of the proxy");
            assertThat(proxy.destinations()).containsOnly("localhost:" + fixture.simulator.smtpsPort());
        }
    }

    @Test
    void runsBesideTheServiceOnTheSameData() {
        fixture.connect();
        Map<String, Object> properties = fixture.properties();
        properties.put("server.port", 0);

        try (Service service = Service.start(properties)) {
            assertThat(service.port()).isPositive();
            assertThat(fixture.doctor("SUPERVISOR", "--refresh").status()).isZero();
        }
    }

    @Test
    void userWithoutAnAccountIsToldToAuthenticate() {
        fixture.register();

        Said said = fixture.doctor("SUPERVISOR", "--json");

        assertThat(said.problems()).containsExactly(Map.entry("grant", "not-connected"));
        assertThat(said.status()).isEqualTo(ExitStatus.ATTENTION.code());
    }

    @Test
    void whatCannotBeExaminedIsSaidAndMakesNothing() {
        Said nothing = fixture.doctor("SUPERVISOR");
        assertThat(nothing.status()).isEqualTo(1);
        assertThat(nothing.err()).contains("no hay una instalación de Valija");
        assertThat(folder.resolve("valija.db")).doesNotExist();

        fixture.register();
        Said unknown = fixture.doctor("NADIE");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).contains("No existe el usuario NADIE");

        fixture.set("database.url", "jdbc:postgresql://127.0.0.1:1/valija");
        Said away = fixture.doctor("SUPERVISOR");
        assertThat(away.status()).isEqualTo(ExitStatus.UNREACHABLE.code());
        assertThat(away.err()).contains("No se puede llegar a la base de datos");

        assertThat(fixture.doctor("SUPERVISOR", "--to", "not an address").status())
                .isEqualTo(2);
    }

    private Map<Check, Cause> examine(boolean refresh) {
        try (Examination examination = Examination.open(fixture.properties(), MovedClock.class)) {
            Doctor doctor = examination.doctor();
            return doctor
                    .examine(
                            doctor.patients("SUPERVISOR", Optional.empty()).getFirst(),
                            new Wishes(false, Optional.empty(), refresh),
                            finding -> {})
                    .stream()
                    .filter(Finding::isProblem)
                    .collect(Collectors.toMap(
                            Finding::check,
                            finding -> finding.diagnosis().orElseThrow().cause()));
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
