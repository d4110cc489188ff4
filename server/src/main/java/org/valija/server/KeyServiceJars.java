package org.valija.server;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The client of a key service and what it needs, which the administrator puts into a folder of its own. */
final class KeyServiceJars {

    private KeyServiceJars() {}

    /**
     * A loader of those jars, after the program's own. It lives as long as the program: the key file may be read again at any
     * time.
     *
     * @throws IllegalArgumentException when the folder cannot be read
     */
    static ClassLoader of(Path folder) {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
            List<URL> urls = new ArrayList<>();
            for (Path jar : jars) {
                urls.add(url(jar));
            }
            return new URLClassLoader(urls.toArray(URL[]::new), KeyServiceJars.class.getClassLoader());
        } catch (IOException e) {
            throw new IllegalArgumentException("valija.vault.kms-jars: the folder " + folder + " cannot be read", e);
        }
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }
}
