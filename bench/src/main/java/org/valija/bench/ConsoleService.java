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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The service as {@code valija serve} starts it, with SUPERVISOR signed in at its console. Not thread-safe. */
final class ConsoleService implements AutoCloseable {

    private static final Pattern KEY = Pattern.compile("SUPERVISOR, (?:clave|key) (\\S+)");
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final int STARTS = 60;

    private final Process process;
    private final URI home;
    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    private ConsoleService(Process process, URI home) {
        this.process = process;
        this.home = home;
    }

    /** Names a database of a server in the configuration of a data folder. */
    static void configure(Path data, PGSimpleDataSource database) throws IOException {
        Files.writeString(data.resolve("valija.yaml"), """
                valija: {database: {url: '%s', username: %s}}
                """.formatted(database.getUrl(), database.getUser()));
    }

    /**
     * Starts it on a data folder, which has its configuration and was not started before.
     *
     * @param database the one that it works with
     */
    static ConsoleService start(Path data, DataSource database) throws IOException, InterruptedException {
        int port = Programs.freePort();
        Path log = data.resolve("service.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("valija.home", "."), "valija")
                                .toString(),
                        "serve",
                        "--data",
                        data.toString(),
                        "--port",
                        String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        ConsoleService service = new ConsoleService(process, URI.create("http://127.0.0.1:" + port + "/"));
        try {
            service.signIn(service.awaitKey(port, log), database);
            return service;
        } catch (IOException | InterruptedException | RuntimeException e) {
            service.close();
            throw e;
        }
    }

    /** The first start builds what is missing, and says the key once it is ready. */
    private String awaitKey(int port, Path log) throws IOException, InterruptedException {
        for (int i = 0; i < STARTS && process.isAlive(); i++) {
            try {
                Programs.await(port);
                return find(KEY, Files.readString(log));
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new IOException("the service did not start");
    }

    private void signIn(String key, DataSource database) throws IOException, InterruptedException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            // A generated key is to be changed at the first entry, which is not what is measured.
            statement.executeUpdate("UPDATE app_user SET must_change = (1 = 0)");
        } catch (SQLException e) {
            throw new IOException(e);
        }
        String form = "_csrf=" + encode(find(TOKEN, get("entrar").body())) + "&usuario=SUPERVISOR&clave=" + encode(key);
        HttpResponse<String> entered = browser.send(
                HttpRequest.newBuilder(home.resolve("entrar"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
        if (entered.statusCode() != 200 || entered.uri().getPath().startsWith("/entrar")) {
            throw new IOException("SUPERVISOR could not sign in: " + entered.statusCode() + " at " + entered.uri());
        }
    }

    /**
     * From the request for a page to its last octet, the median of some tries after others that do not count.
     *
     * @throws IOException when it answers anything but 200
     */
    double millis(String page) throws IOException, InterruptedException {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            long begin = System.nanoTime();
            HttpResponse<String> answer = get(page);
            double millis = (System.nanoTime() - begin) / 1e6;
            if (answer.statusCode() != 200 || answer.uri().getPath().startsWith("/entrar")) {
                throw new IOException(page + ": " + answer.statusCode() + " at " + answer.uri());
            }
            if (i >= 15) {
                all.add(millis);
            }
        }
        return Medians.of(all);
    }

    private HttpResponse<String> get(String page) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(home.resolve(page)).build(), BodyHandlers.ofString());
    }

    private static String find(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("no " + pattern + " in what the service said");
        }
        return matcher.group(1);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        browser.close();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
