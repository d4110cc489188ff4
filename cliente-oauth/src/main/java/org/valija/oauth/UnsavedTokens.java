package org.valija.oauth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.valija.oauth.SealedText.Place;

/**
 * Renewed tokens on their way into the database, sealed in memory and, where the host names a folder, in a file each that
 * only its owner can read. Where the provider rotates, the tokens of an answer cannot be asked for again; a database that
 * is away, or hangs, must not cost the grant, not even when the process is killed meanwhile.
 *
 * <p>A file may be found by another process of the same folder. That does no harm: what it holds is stored only while the
 * grant's generation is the one that was sent. Thread-safe.
 */
final class UnsavedTokens {

    private static final Logger LOG = System.getLogger(UnsavedTokens.class.getName());
    private static final Pattern NAME = Pattern.compile("renewed-(\\d{1,18})-(\\d{1,18})\\.sealed");

    private final SealedText sealed;
    private final Optional<Path> folder;
    private final Map<Key, String> memory = new ConcurrentHashMap<>();

    UnsavedTokens(SealedText sealed, Optional<Path> folder) {
        this.sealed = sealed;
        this.folder = folder.map(UnsavedTokens::within);
    }

    private static Path within(Path folder) {
        return folder.resolve("unsaved-tokens");
    }

    /**
     * How many files of a host's folder that key sealed.
     *
     * @throws IOException when the folder or a file in it cannot be read
     */
    static long filesSealedWith(long keyId, Path folder) throws IOException {
        if (!Files.isDirectory(within(folder))) {
            return 0;
        }
        long count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(within(folder), "*.sealed")) {
            for (Path file : files) {
                if (Files.readString(file).startsWith(SealedText.beginning(keyId))) {
                    count++;
                }
            }
        }
        return count;
    }

    /** Which renewal: the grant and the generation that was sent. */
    record Key(long grantId, long sent) {

        private String fileName() {
            return "renewed-" + grantId + "-" + sent + ".sealed";
        }
    }

    /** Keeps them until {@link #remove}; a file that cannot be written is told to the log and leaves the memory. */
    void keep(Grant grant, Renewed news) {
        Key key = new Key(grant.id(), news.sent());
        String text = sealed.seal(news.toText(), place(grant, key));
        memory.put(key, text);
        folder.ifPresent(path -> {
            try {
                PrivateFiles.replace(path.resolve(key.fileName()), text);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "renewed tokens are kept in memory alone until they are stored: " + e);
            }
        });
    }

    /**
     * What is kept of that renewal, by this process or in a file of another.
     *
     * @throws SealBrokenException when the file was changed, belongs to another grant or to another key
     */
    Optional<Renewed> find(Grant grant, long sent) {
        Key key = new Key(grant.id(), sent);
        return Optional.ofNullable(memory.get(key))
                .or(() -> read(key))
                .map(text -> Renewed.parse(sealed.open(text, place(grant, key))));
    }

    void remove(Key key) {
        memory.remove(key);
        folder.ifPresent(path -> {
            try {
                Files.deleteIfExists(path.resolve(key.fileName()));
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a file of stored tokens could not be deleted: " + e);
            }
        });
    }

    /** Of all that is kept, in memory and in files. */
    List<Key> keys() {
        List<Key> keys = new ArrayList<>(memory.keySet());
        folder.filter(Files::isDirectory).ifPresent(path -> {
            try (Stream<Path> files = Files.list(path)) {
                files.map(file -> NAME.matcher(String.valueOf(file.getFileName())))
                        .filter(Matcher::matches)
                        .map(name -> new Key(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))))
                        .filter(key -> !keys.contains(key))
                        .forEach(keys::add);
            } catch (IOException | UncheckedIOException e) {
                LOG.log(Level.WARNING, "the folder of renewed tokens cannot be read: " + e);
            }
        });
        return keys;
    }

    private Optional<String> read(Key key) {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(folder.get().resolve(key.fileName())));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a file of renewed tokens cannot be read: " + e);
            return Optional.empty();
        }
    }

    private static Place place(Grant grant, Key key) {
        return Place.of(
                "unsaved_tokens",
                "renewed",
                key.grantId(),
                key.sent(),
                grant.userCode(),
                grant.providerId(),
                grant.email());
    }
}
