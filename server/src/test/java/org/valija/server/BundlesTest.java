package org.valija.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.oauth.VaultKeyException;
import org.valija.server.backup.BackupException;

/** What a person reads stands in Spanish and in English, with the same places to fill. */
class BundlesTest {

    private static final Pattern KEY = Pattern.compile("#\\{([a-zA-Z][a-zA-Z0-9.]*[a-zA-Z0-9])[({}]");
    private static final String[] CONSOLE = {
        "messages",
        "accounts",
        "sending",
        "outbox",
        "clients",
        "api",
        "recovery",
        "bulk",
        "catalogues",
        "delivery",
        "documents",
        "printing",
        "retenciones"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "messages",
                "accounts",
                "sending",
                "outbox",
                "clients",
                "api",
                "recovery",
                "bulk",
                "catalogues",
                "delivery",
                "documents",
                "printing",
                "retenciones",
                "commands",
                "doctor",
                "org/valija/diagnosis/diagnosis"
            })
    void bothLanguagesSayTheSame(String bundle) throws IOException {
        Properties spanish = read(bundle + ".properties");
        Properties english = read(bundle + "_en.properties");

        assertThat(english.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(spanish.stringPropertyNames());
        for (String key : spanish.stringPropertyNames()) {
            assertThat(english.getProperty(key)).as(key).isNotBlank();
            assertThat(spanish.getProperty(key)).as(key).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "messages",
                "accounts",
                "sending",
                "outbox",
                "clients",
                "api",
                "recovery",
                "bulk",
                "catalogues",
                "delivery",
                "documents",
                "printing",
                "retenciones",
                "doctor",
                "org/valija/diagnosis/diagnosis"
            })
    void bothLanguagesFillTheSamePlaces(String bundle) throws IOException {
        Properties spanish = read(bundle + ".properties");
        Properties english = read(bundle + "_en.properties");

        for (String key : spanish.stringPropertyNames()) {
            assertThat(places(english.getProperty(key))).as(key).isEqualTo(places(spanish.getProperty(key)));
        }
    }

    @Test
    void everyWordThatAPageNamesExists() throws IOException {
        Set<String> known = new TreeSet<>();
        for (String bundle : CONSOLE) {
            known.addAll(read(bundle + ".properties").stringPropertyNames());
        }
        try (Stream<Path> pages = Files.walk(Path.of("src", "main", "resources", "templates"))) {
            for (Path page : pages.filter(Files::isRegularFile).toList()) {
                Matcher keys = KEY.matcher(Files.readString(page));
                while (keys.find()) {
                    assertThat(known).as(page.toString()).contains(keys.group(1));
                }
            }
        }
    }

    /** These keys are put together from what went wrong: no page or line of code names them whole. */
    @Test
    void everyProblemWithKeysAndBackupsHasItsWords() throws IOException {
        Set<String> known = read("commands.properties").stringPropertyNames();

        for (VaultKeyException.Problem problem : VaultKeyException.Problem.values()) {
            assertThat(known).contains("failure.keys." + problem);
        }
        for (BackupException.Problem problem : BackupException.Problem.values()) {
            assertThat(known).contains("failure.backup." + problem);
        }
    }

    /** Which arguments a text takes, found by filling them in. */
    private static Set<Integer> places(String text) {
        MessageFormat format = new MessageFormat(text);
        Set<Integer> places = new TreeSet<>();
        for (int i = 0; i < format.getFormatsByArgumentIndex().length; i++) {
            Object[] arguments = new Object[format.getFormatsByArgumentIndex().length];
            arguments[i] = 42;
            if (format.format(arguments).contains("42")) {
                places.add(i);
            }
        }
        return places;
    }

    private static Properties read(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Main.class.getResourceAsStream("/" + name)) {
            assertThat(in).as(name).isNotNull();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return properties;
    }
}
