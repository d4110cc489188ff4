package org.valija.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.pem.PemContent;
import org.valija.server.InSpanish;
import org.valija.server.cli.Service;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.tls.TestAuthority.Issued;

/** The console speaks TLS: with a certificate of an authority, or its own; renewed while it runs; http shows the way. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class TlsTest {

    @TempDir
    Path folder;

    private final TestAuthority authority = new TestAuthority();
    private Optional<Service> service = Optional.empty();

    @AfterEach
    void stop() {
        service.ifPresent(Service::close);
    }

    @Test
    void anAuthoritysCertificateIsShownWithGoodCiphersAndTheCookieIsSecure() throws Exception {
        ownPem(authority.issue(Duration.ofDays(90)));
        start(pemSettings());

        HttpResponse<String> entry = get(authority.trusting(), "/entrar");

        assertThat(entry.statusCode()).isEqualTo(200);
        assertThat(entry.headers().firstValue("Set-Cookie").orElse("")).contains("Secure", "HttpOnly", "SameSite=Lax");
        assertThat(entry.headers().firstValue("Strict-Transport-Security").orElse(""))
                .startsWith("max-age=")
                .doesNotContain("includeSubDomains");
        assertThat(handshake("TLSv1.3").getSession().getCipherSuite()).startsWith("TLS_AES_256_GCM");
        assertThat(handshake("TLSv1.2").getSession().getCipherSuite()).startsWith("TLS_ECDHE_ECDSA_WITH_AES_256_GCM");
        assertThatThrownBy(() -> handshake("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aNameThatIsInTheCertificateIsTheConsolesOwnAndOthersAreNot() throws Exception {
        ownPem(authority.issue(Duration.ofDays(90)));
        start(pemSettings());

        assertThat(raw("consola.empresa.example")).startsWith("HTTP/1.1 200");
        assertThat(raw("mala.example")).startsWith("HTTP/1.1 421");
    }

    @Test
    void aRenewedCertificateIsTakenThroughSymbolicLinksWhileTheServiceRuns() throws Exception {
        Path live = Files.createDirectory(folder.resolve("live"));
        Issued first = authority.issue(Duration.ofDays(90));
        Issued second = authority.issue(Duration.ofDays(90));
        Issued third = authority.issue(Duration.ofDays(90));
        for (var each : Map.of("1", first, "2", second, "3", third).entrySet()) {
            Path version = Files.createDirectories(folder.resolve("archive").resolve(each.getKey()));
            authority.writePem(each.getValue(), version.resolve("chain"), version.resolve("key"));
        }
        link(live, "1");
        Map<String, Object> settings = new HashMap<>();
        settings.put("valija.tls.certificate", live.resolve("chain"));
        settings.put("valija.tls.private-key", live.resolve("key"));
        start(settings);
        assertThat(shown()).isEqualTo(first.certificate());

        link(live, "2");
        Awaitility.await().untilAsserted(() -> assertThat(shown()).isEqualTo(second.certificate()));
        link(live, "3");
        Awaitility.await().untilAsserted(() -> assertThat(shown()).isEqualTo(third.certificate()));
    }

    @Test
    void aBrokenNewCertificateKeepsTheOldOneAndIsSaidUntilItIsMended() throws Exception {
        Issued first = authority.issue(Duration.ofDays(90));
        ownPem(first);
        start(pemSettings());
        FormBrowser supervisor = supervisor();
        assertThat(supervisor.get(at("/sistema/certificado")).has("#problema")).isFalse();

        Files.writeString(chain(), "-----BEGIN CERTIFICATE-----\nroto\n-----END CERTIFICATE-----\n");
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(certificate().trouble(Locale.of("es"))).isPresent());
        Page page = supervisor.get(at("/sistema/certificado"));
        assertThat(page.text("#problema"))
                .contains("Se sigue usando el certificado anterior", "No se puede leer el certificado");
        assertThat(page.text("nav")).contains("El certificado necesita atención");
        assertThat(shown()).isEqualTo(first.certificate());

        authority.writePem(authority.issue(Duration.ofDays(90)), chain(), folder.resolve("of-another"));
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(certificate().trouble(Locale.of("es")).orElse(""))
                                .contains("La llave no es la del certificado"));
        assertThat(shown()).isEqualTo(first.certificate());

        Issued mended = authority.issue(Duration.ofDays(9));
        ownPem(mended);
        Awaitility.await().untilAsserted(() -> assertThat(shown()).isEqualTo(mended.certificate()));
        assertThat(certificate().trouble(Locale.of("es"))).isEmpty();
        assertThat(supervisor.get(at("/sistema/certificado")).text("#termina")).contains("termina en 8 días");
    }

    @Test
    void theMadeCertificateIsForThisMachineAloneAndItsFingerprintCanBeCompared() throws Exception {
        start(Map.of("valija.tls.generate", true, "valija.tls.names[0]", "valija.local"));
        Path made = folder.resolve("tls");
        X509Certificate leaf = Optional.ofNullable(
                        PemContent.load(made.resolve("console.pem")).getCertificates())
                .orElseThrow()
                .getFirst();

        HttpResponse<String> entry = get(TestAuthority.trusting(leaf), "/entrar");

        assertThat(entry.statusCode()).isEqualTo(200);
        assertThat(entry.headers().firstValue("Strict-Transport-Security")).isEmpty();
        assertThat(Files.getPosixFilePermissions(made.resolve("console.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(Duration.between(
                        leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()))
                .isEqualTo(GeneratedCertificate.LIFETIME);
        assertThat(leaf.getSubjectAlternativeNames().toString()).contains("localhost", "127.0.0.1", "valija.local");
        assertThat(supervisorTrusting(leaf).get(at("/sistema/certificado")).text("#huella"))
                .isEqualTo(certificate().fingerprint().orElseThrow())
                .matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");

        service.orElseThrow().close();
        start(Map.of("valija.tls.generate", true));
        assertThat(shownTo(TestAuthority.trusting(leaf))).isEqualTo(leaf);
    }

    @Test
    void aKeystoreWithItsPasswordInAFileServesToo() throws Exception {
        Issued issued = authority.issue(Duration.ofDays(90));
        authority.writeKeystore(issued, folder.resolve("console.p12"), "secreta y larga");
        Files.writeString(folder.resolve("password"), "secreta y larga\n");
        start(Map.of(
                "valija.tls.keystore",
                folder.resolve("console.p12"),
                "valija.tls.keystore-password-file",
                folder.resolve("password")));

        assertThat(shown()).isEqualTo(issued.certificate());
    }

    @Test
    void whoLeavesLeavesNothingInTheBrowser() throws Exception {
        ownPem(authority.issue(Duration.ofDays(90)));
        start(pemSettings());
        HttpClient browser = HttpClient.newBuilder()
                .sslContext(authority.trusting())
                .cookieHandler(new CookieManager())
                .build();
        String entry = browser.send(HttpRequest.newBuilder(at("/entrar")).build(), BodyHandlers.ofString())
                .body();
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(entry);
        assertThat(token.find()).isTrue();

        HttpResponse<String> left = browser.send(
                HttpRequest.newBuilder(at("/salir"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(
                                "_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8)))
                        .build(),
                BodyHandlers.ofString());

        assertThat(left.statusCode()).isEqualTo(302);
        assertThat(left.headers().firstValue("Clear-Site-Data")).contains("\"storage\"");
    }

    @Test
    void whatReadsByHttpIsShownTheWayAndWhatMovesSomethingIsRefused() throws Exception {
        ownPem(authority.issue(Duration.ofDays(90)));
        int plain = freePort();
        Map<String, Object> settings = new HashMap<>(pemSettings());
        settings.put("valija.tls.redirect-port", plain);
        start(settings);
        HttpClient client = HttpClient.newHttpClient();
        URI place = URI.create("http://localhost:" + plain + "/recuperar?espera=3");

        HttpResponse<String> shown =
                client.send(HttpRequest.newBuilder(place).GET().build(), BodyHandlers.ofString());
        HttpResponse<String> refused = client.send(
                HttpRequest.newBuilder(place)
                        .POST(BodyPublishers.ofString("usuario=LUCIA"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(shown.statusCode()).isEqualTo(308);
        assertThat(shown.headers().firstValue("Location").orElse(""))
                .isEqualTo("https://localhost:" + service.orElseThrow().port() + "/recuperar?espera=3");
        assertThat(refused.statusCode()).isEqualTo(403);
    }

    @Test
    void aStartWithACertificateThatIsOverShowsItAndSaysSoUntilItIsRenewed() throws Exception {
        Issued over = authority.issue(Duration.ofDays(-1));
        Instant monthAgo = Instant.now().minus(Duration.ofDays(30));
        ownPem(over);
        start(pemSettings());
        assertThat(shownTo(authority.trusting(monthAgo))).isEqualTo(over.certificate());
        ConsoleCertificate certificate = certificate();
        certificate.look();
        assertThat(certificate.trouble(Locale.of("es")).orElse("")).contains("El certificado terminó el", "renuévalo");
        assertThat(certificate.isKept()).isFalse();
        assertThat(certificate.needsCare()).isTrue();

        ownPem(authority.issue(Duration.ofDays(-2)));
        Awaitility.await().until(certificate::isKept);
        assertThat(shownTo(authority.trusting(monthAgo))).isEqualTo(over.certificate());

        Issued renewed = authority.issue(Duration.ofDays(90));
        ownPem(renewed);
        // Until then the handshake fails.
        Awaitility.await()
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(shown()).isEqualTo(renewed.certificate()));
        assertThat(certificate.needsCare()).isFalse();
    }

    private void start(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("valija.data", folder);
        settings.put("valija.demo", true);
        settings.put("server.port", 0);
        settings.put("valija.tls.check-every", "100ms");
        Service started = Service.start(settings);
        key = started.firstStart().supervisorKey().or(() -> key);
        service = Optional.of(started);
    }

    private Optional<String> key = Optional.empty();

    private ConsoleCertificate certificate() {
        return service.orElseThrow().certificate();
    }

    private Path chain() {
        return folder.resolve("chain.pem");
    }

    private Map<String, Object> pemSettings() {
        return Map.of("valija.tls.certificate", chain(), "valija.tls.private-key", folder.resolve("key.pem"));
    }

    private void ownPem(Issued issued) throws IOException, GeneralSecurityException {
        authority.writePem(issued, chain(), folder.resolve("key.pem"));
    }

    /** As certbot does: the name leads to another file from one moment to the next. */
    private void link(Path live, String version) throws IOException {
        for (String file : new String[] {"chain", "key"}) {
            Path fresh = live.resolve(file + ".new");
            Files.createSymbolicLink(
                    fresh, folder.resolve("archive").resolve(version).resolve(file));
            Files.move(fresh, live.resolve(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private FormBrowser supervisor() throws IOException, GeneralSecurityException {
        return enter(new FormBrowser(Optional.of(authority.trusting())));
    }

    private FormBrowser supervisorTrusting(X509Certificate leaf) throws IOException, GeneralSecurityException {
        return enter(new FormBrowser(Optional.of(TestAuthority.trusting(leaf))));
    }

    private FormBrowser enter(FormBrowser browser) {
        browser.submit(browser.get(at("/entrar"))
                .form("#entrada")
                .type("usuario", "SUPERVISOR")
                .type("clave", key.orElseThrow()));
        return browser;
    }

    private URI at(String path) {
        return URI.create("https://localhost:" + service.orElseThrow().port() + path);
    }

    private HttpResponse<String> get(SSLContext trust, String path) throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .sslContext(trust)
                .build()
                .send(HttpRequest.newBuilder(at(path)).GET().build(), BodyHandlers.ofString());
    }

    private X509Certificate shown() throws IOException, GeneralSecurityException {
        return shownTo(authority.trusting());
    }

    private X509Certificate shownTo(SSLContext trust) throws IOException {
        try (SSLSocket socket = (SSLSocket) trust.getSocketFactory()
                .createSocket("localhost", service.orElseThrow().port())) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private SSLSocket handshake(String protocol, String... ciphers) throws IOException, GeneralSecurityException {
        try (SSLSocket socket = (SSLSocket) authority
                .trusting()
                .getSocketFactory()
                .createSocket("localhost", service.orElseThrow().port())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {protocol});
            if (ciphers.length > 0) {
                parameters.setCipherSuites(ciphers);
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        }
    }

    private String raw(String host) throws IOException, GeneralSecurityException {
        try (SSLSocket socket = (SSLSocket) authority
                .trusting()
                .getSocketFactory()
                .createSocket("localhost", service.orElseThrow().port())) {
            socket.getOutputStream()
                    .write(("GET /entrar HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
