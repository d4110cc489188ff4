package org.valija.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.valija.server.api.ApiProperties.SharedFolder;

/**
 * The folders of this server whose files may be attached by their path, under the names that the callers' machines give
 * them. What is read is a real file below such a folder: a path with {@code ..} and one that leads over a symbolic link are
 * refused. Thread-safe.
 */
@Component
class SharedFolders {

    private static final Logger LOG = LoggerFactory.getLogger(SharedFolders.class);

    private final List<SharedFolder> folders;

    SharedFolders(ApiProperties properties) {
        this.folders = properties.folders();
    }

    /** The last part of a path, as either system writes it. */
    static String fileName(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    /**
     * Reads a file.
     *
     * @param path as the caller's machine names it
     * @throws ApiException when it is not of a shared folder, or cannot be read
     */
    Spooled read(String path, Spools spools) {
        Path file = folders.stream()
                .flatMap(folder -> below(folder, path).stream())
                .findFirst()
                .orElseThrow(() -> ApiException.of(Problem.PATH_NOT_SHARED, path));
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return spools.keep(in::transferTo);
        } catch (IOException | UncheckedIOException e) {
            LOG.info("{} cannot be attached: {}", file, e.toString());
            throw ApiException.of(Problem.FILE_UNREADABLE, path);
        }
    }

    /** The real file, if the path begins with the folder's name. */
    private static Optional<Path> below(SharedFolder folder, String path) {
        boolean windows = folder.as().contains("\\") || folder.as().matches("[A-Za-z]:.*");
        List<String> named = steps(folder.as(), windows);
        List<String> asked = steps(path, windows);
        if (asked.size() <= named.size() || !begins(asked, named, windows)) {
            return Optional.empty();
        }
        return Optional.of(real(folder.folder(), asked.subList(named.size(), asked.size()), path));
    }

    /** A Windows machine takes both separators, and does not tell capitals from small letters. */
    private static List<String> steps(String path, boolean windows) {
        String separated = windows ? path.replace('\\', '/') : path;
        Stream<String> steps = Arrays.stream(separated.split("/", -1));
        List<String> all = steps.toList();
        boolean trailing = all.size() > 1 && all.getLast().isEmpty();
        return trailing ? all.subList(0, all.size() - 1) : all;
    }

    private static boolean begins(List<String> asked, List<String> named, boolean windows) {
        for (int i = 0; i < named.size(); i++) {
            boolean same = windows
                    ? named.get(i).equalsIgnoreCase(asked.get(i))
                    : named.get(i).equals(asked.get(i));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static Path real(Path folder, List<String> steps, String path) {
        boolean plain = steps.stream()
                .noneMatch(step -> step.isEmpty()
                        || step.equals(".")
                        || step.equals("..")
                        || step.chars().anyMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c)));
        if (!plain) {
            throw ApiException.of(Problem.PATH_NOT_SHARED, path);
        }
        try {
            Path root = folder.toRealPath();
            Path wanted = root;
            for (String step : steps) {
                wanted = wanted.resolve(step);
            }
            Path real = wanted.toRealPath();
            if (!real.startsWith(root) || !real.equals(wanted.toRealPath(LinkOption.NOFOLLOW_LINKS))) {
                throw ApiException.of(Problem.PATH_NOT_SHARED, path);
            }
            if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
                throw ApiException.of(Problem.FILE_UNREADABLE, path);
            }
            return real;
        } catch (InvalidPathException | IOException e) {
            LOG.info("{} of {} cannot be attached: {}", steps, folder, e.toString());
            throw ApiException.of(Problem.FILE_UNREADABLE, path);
        }
    }
}
