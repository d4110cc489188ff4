package org.valija.server.libraries;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A library on the class path of these tests, which has all that is shipped.
 *
 * @param name {@code group:artifact}
 */
record Library(String name, String version) {

    static List<Library> all() {
        String path = Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElseGet(() -> System.getProperty("java.class.path"));
        return Arrays.stream(path.split(java.io.File.pathSeparator))
                .map(Path::of)
                .flatMap(jar -> of(jar).stream())
                .distinct()
                .toList();
    }

    /** From the path that Maven's repository gives it: group, artifact and version are its folders. */
    static Optional<Library> of(Path jar) {
        String written = jar.toString().replace('\\', '/');
        int repository = written.indexOf("/repository/");
        if (repository < 0 || !written.endsWith(".jar")) {
            return Optional.empty();
        }
        String[] parts = written.substring(repository + "/repository/".length()).split("/");
        int last = parts.length;
        if (last < 4) {
            return Optional.empty();
        }
        String group = String.join(".", Arrays.copyOfRange(parts, 0, last - 3));
        return Optional.of(new Library(group + ":" + parts[last - 3], parts[last - 2]));
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
