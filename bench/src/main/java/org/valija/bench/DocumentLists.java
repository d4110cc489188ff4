package org.valija.bench;

import java.io.IOException;
import java.net.CookieManager;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The console's lists of documents, asked for over HTTP by SUPERVISOR, of a company that has 100,000 of them. */
final class DocumentLists {

    private static final int DOCUMENTS = 100_000;
    private static final double MILLIS = 150;
    private static final int WARM_UP = 20;
    private static final Pattern KEY = Pattern.compile("SUPERVISOR, (?:clave|key) (\\S+)");
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    static {
        PAGES.put("first", "/bancos/retenciones");
        PAGES.put("not.sent", "/bancos/retenciones?anio=2025&enviado=no");
        PAGES.put("found", "/bancos/retenciones?palabras=beneficiario+777");
        PAGES.put("not.found", "/bancos/retenciones?palabras=nadie");
    }

    private final Path folder;
    private final int port;
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private DocumentLists(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static void measure(Report report, Path work, boolean quick) throws IOException, InterruptedException {
        Path data = Files.createDirectory(work.resolve("console"));
        DocumentLists lists = new DocumentLists(data, Programs.freePort());
        Process service = lists.start();
        try {
            lists.await(service);
            lists.fill();
            lists.enter();
            for (Map.Entry<String, String> page : PAGES.entrySet()) {
                double millis = lists.millis(page.getValue(), quick ? 15 : 51);
                report.line("  list of %,d, %s: median %.1f ms".formatted(DOCUMENTS, page.getKey(), millis));
                report.figure("list." + page.getKey() + ".millis", millis);
                report.atMost("list of documents (" + page.getKey() + "), milliseconds", MILLIS, millis);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            service.destroy();
            if (!service.waitFor(20, TimeUnit.SECONDS)) {
                service.destroyForcibly();
            }
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("valija.home", "."), "valija")
                                .toString(),
                        "serve",
                        "--data",
                        folder.toString(),
                        "--port",
                        String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    private Path log() {
        return folder.resolve("service.log");
    }

    private void await(Process service) throws IOException, InterruptedException {
        // The first start builds what is missing.
        for (int i = 0; i < 120 && service.isAlive(); i++) {
            try {
                Programs.await(port);
                return;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        throw new IOException("the service did not start: " + Files.readString(log()));
    }

    private void fill() throws SQLException {
        try (Connection connection =
                        Databases.sqlite(folder.resolve("valija.db")).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE app_user SET must_change = 0");
            statement.executeUpdate("""
                    INSERT INTO company (id, rfc, name, regime, postal_code, colour, active)
                    VALUES (1, 'EME200101AB1', 'Empresa de medida', '601', '06000', '#0b5563', 1)
                    """);
            statement.executeUpdate("""
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
                    INSERT INTO beneficiary (id, company_id, rfc, identity, name, name_fold, curp, postal_code, search)
                    SELECT i, 1, 'RFC' || i, 'RFC' || i, 'Beneficiario ' || i, 'beneficiario ' || i, '', '',
                      'beneficiario ' || i FROM n
                    """);
            statement.executeUpdate("""
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
                    INSERT INTO document (company_id, kind, period, date, number, beneficiary_id, beneficiary_rfc,
                      beneficiary_name, concept, amount, currency, bank_account, uuid, stamped, seal, findings, identity,
                      words, source, created_by, created_at, updated_at, sent_count)
                    SELECT 1, 'RETENCION', (2024 + i %% 2) * 100 + 1 + i %% 12,
                      (2024 + i %% 2) || '-' || substr('0' || (1 + i %% 12), -2) || '-15', i, 1 + i %% 1000,
                      'RFC' || (1 + i %% 1000), 'Beneficiario ' || (1 + i %% 1000), 'Dividendos', i || '.00', 'MXN', '',
                      printf('00000000-0000-0000-0000-%%012d', i), 1, 'INTEGRO', 0, 'medida' || i,
                      i || ' beneficiario ' || (1 + i %% 1000) || ' dividendos', 'UPLOAD', 'SUPERVISOR',
                      '2026-01-20T10:00:00.000Z', '2026-01-20T10:00:00.000Z', i %% 3 FROM n
                    """.formatted(DOCUMENTS));
        }
    }

    private void enter() throws IOException, InterruptedException {
        String key = first(KEY, Files.readString(log()));
        String token = first(TOKEN, get("/entrar").body());
        String form = "usuario=SUPERVISOR&clave=" + encoded(key) + "&_csrf=" + encoded(token);
        HttpResponse<String> home = http.send(
                HttpRequest.newBuilder(address("/entrar"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
        if (home.statusCode() != 200 || home.uri().getPath().startsWith("/entrar")) {
            throw new IOException("SUPERVISOR was not let in: " + home.statusCode() + " " + home.uri());
        }
    }

    private double millis(String page, int tries) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < WARM_UP + tries; i++) {
            long begin = System.nanoTime();
            HttpResponse<String> answer = get(page);
            if (answer.statusCode() != 200 || !answer.uri().getPath().equals("/bancos/retenciones")) {
                throw new IOException(page + " was answered by " + answer.uri() + ", " + answer.statusCode());
            }
            if (i >= WARM_UP) {
                millis.add((System.nanoTime() - begin) / 1e6);
            }
        }
        return Medians.of(millis);
    }

    private HttpResponse<String> get(String page) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address(page)).build(), BodyHandlers.ofString());
    }

    private URI address(String page) {
        return URI.create("http://127.0.0.1:" + port + page);
    }

    private static String first(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("nothing like " + pattern);
        }
        return matcher.group(1);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
