package org.valija.tests.installed;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Windows of its own under Wine, without a screen. */
final class Wine implements AutoCloseable {

    /** Of what programs print. */
    static final Charset CONSOLE = Charset.forName("IBM437");

    private final Path prefix;
    private final Command surroundings;

    private Wine(Path prefix, Command surroundings) {
        this.prefix = prefix;
        this.surroundings = surroundings;
    }

    static Wine in(Path folder) {
        Path prefix = folder.resolve("windows");
        Wine wine = new Wine(
                prefix,
                Command.of("wine")
                        .with("WINEPREFIX", prefix.toString())
                        .with("WINEDEBUG", "-all")
                        // No .NET, no HTML engine, no menus: each would ask to be installed.
                        .with("WINEDLLOVERRIDES", "mscoree,mshtml=;winemenubuilder.exe=d")
                        .with("DISPLAY", "")
                        .with("HOME", folder.toString())
                        .with("BROWSER", "true")
                        .with("LC_ALL", "C.UTF-8"));
        wine.run("wineboot", "--init");
        return wine;
    }

    Wine with(String variable, String value) {
        return new Wine(prefix, surroundings.with(variable, value));
    }

    /** A path of drive C. */
    Path path(String name) {
        return prefix.resolve("drive_c").resolve(name);
    }

    Command.Ended run(String... arguments) {
        List<String> words = new ArrayList<>(List.of("wine"));
        words.addAll(List.of(arguments));
        return new Command(words, surroundings.variables(), Optional.empty()).run();
    }

    /** A key with all below it, as {@code reg query} prints it; empty when it is not there. */
    Optional<String> query(String key) {
        Command.Ended asked = run("reg", "query", key, "/s");
        return asked.status() == 0 ? Optional.of(asked.text(CONSOLE).replace("\r", "")) : Optional.empty();
    }

    /** The names of all classes and of their views. */
    List<String> classes() {
        List<String> all = new ArrayList<>();
        for (String key : List.of("HKCR", "HKCR\\CLSID", "HKCR\\Wow6432Node\\CLSID")) {
            all.addAll(run("reg", "query", key).text(CONSOLE).lines().toList());
        }
        return all;
    }

    /** An uninstaller goes on in a copy of itself. */
    void awaitEnd() {
        server("--wait");
    }

    private void server(String option) {
        new Command(List.of("wineserver", option), surroundings.variables(), Optional.empty()).run();
    }

    /** Its drives lead out of the folder; who deletes that should not find them. */
    @Override
    public void close() {
        server("--kill");
        server("--wait");
        Command.of("rm", "-r", prefix.resolve("dosdevices").toString()).run();
    }
}
