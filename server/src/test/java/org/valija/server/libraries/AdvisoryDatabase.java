package org.valija.server.libraries;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Advisories in the format of OSV, a file each: in a folder, in an archive, or in an archive that somebody hands out. */
final class AdvisoryDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(AdvisoryDatabase.class);
    private static final Duration CONNECTED = Duration.ofSeconds(15);
    private static final Duration FETCHED = Duration.ofMinutes(10);

    private final List<Advisory> ofMaven = new ArrayList<>();
    private int read;
    private Instant newest = Instant.EPOCH;

    private AdvisoryDatabase() {}

    /**
     * Reads it.
     *
     * @param place a folder, the file of an archive, or an archive's address
     * @param scratch where what is fetched may lie
     * @return empty when that address does not give it
     * @throws IOException when what it gives is no archive, or a file cannot be read
     */
    static Optional<AdvisoryDatabase> of(String place, Path scratch) throws IOException, InterruptedException {
        if (place.startsWith("http:") || place.startsWith("https:")) {
            Optional<Path> archive = fetch(URI.create(place), scratch);
            return archive.isPresent() ? Optional.of(ofArchive(archive.get())) : Optional.empty();
        }
        Path path = Path.of(place);
        return Optional.of(Files.isDirectory(path) ? ofFolder(path) : ofArchive(path));
    }

    private static Optional<Path> fetch(URI address, Path scratch) throws IOException, InterruptedException {
        Path archive = Files.createTempFile(scratch, "advisories", ".zip");
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(CONNECTED).build()) {
            CompletableFuture<HttpResponse<Path>> answer =
                    client.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofFile(archive));
            try {
                int status = answer.get(FETCHED.toSeconds(), TimeUnit.SECONDS).statusCode();
                return status == 200 ? Optional.of(archive) : unreachable(address, status);
            } catch (ExecutionException | TimeoutException e) {
                client.shutdownNow();
                return unreachable(address, e);
            }
        }
    }

    private static Optional<Path> unreachable(URI address, Object why) {
        LOG.warn("{} cannot be had: {}", address, String.valueOf(why));
        return Optional.empty();
    }

    private static AdvisoryDatabase ofArchive(Path archive) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(archive)) {
            return ofFolder(zip.getPath("/"));
        }
    }

    private static AdvisoryDatabase ofFolder(Path folder) throws IOException {
        AdvisoryDatabase database = new AdvisoryDatabase();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    (Iterable<Path>) files.filter(file -> file.toString().endsWith(".json"))::iterator) {
                database.add(Files.readString(file));
            }
        }
        return database;
    }

    private void add(String text) {
        read++;
        if (text.contains("\"Maven\"")) {
            JsonNode osv = JsonMapper.shared().readTree(text);
            Instant modified = Instant.parse(osv.path("modified").asString(Instant.EPOCH.toString()));
            newest = modified.isAfter(newest) ? modified : newest;
            ofMaven.add(Advisory.of(osv));
        }
    }

    /** How many files of advisories there were. */
    int read() {
        return read;
    }

    /** When the latest of those about Java was written. */
    Instant newest() {
        return newest;
    }

    /** What is grave and speaks against a library, unless it was accepted by one of its numbers. */
    List<String> grave(Collection<Library> libraries, Set<String> accepted) {
        return ofMaven.stream()
                .filter(advisory -> advisory.isGrave() && advisory.numbers().noneMatch(accepted::contains))
                .flatMap(advisory -> libraries.stream()
                        .filter(advisory::speaksAgainst)
                        .map(library -> advisory.id() + " " + advisory.severity() + " " + library))
                .toList();
    }
}
