package org.valija.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The users' guide says the words that stand on the screens, and leads to pages, headings and pictures that are there. */
class UsersGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "guia");

    /** In italics or between guillemets; an ellipsis or an arrow stands between parts. */
    private static final Pattern WORDS = Pattern.compile("«([^»]+)»|(?<!\\*)\\*([^*]+)\\*(?!\\*)");

    private static final Pattern LINK = Pattern.compile("]\\(([^)#]*)(?:#([^)]*))?\\)");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    /** The browser's own, and the name of the other language, which is in that language. */
    private static final Set<String> OTHERS = Set.of("Choose Files", "Elegir archivos", "English");

    @Test
    void itsWordsAreThoseOfTheScreens() throws IOException {
        String screens = screens();
        List<String> strange = new ArrayList<>();
        for (Path page : pages()) {
            Matcher words = WORDS.matcher(Files.readString(page).replaceAll("\\s+", " "));
            while (words.find()) {
                String said = words.group(1) == null ? words.group(2) : words.group(1);
                Stream.of(said.split("…|→"))
                        .map(String::strip)
                        .filter(part -> !OTHERS.contains(part) && !screens.contains(part))
                        .forEach(part -> strange.add(page.getFileName() + ": " + part));
            }
        }

        assertThat(strange).isEmpty();
    }

    @Test
    void itsLinksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                Path target = links.group(1).isEmpty() ? page : GUIDE.resolve(links.group(1));
                boolean there = Files.exists(target)
                        && (links.group(2) == null || anchors(target).contains(links.group(2)));
                if (!there) {
                    broken.add(page.getFileName() + ": " + links.group());
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(GUIDE)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    /** Everything that the Spanish bundles say, as a person reads it. */
    private static String screens() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path folder : List.of(Path.of("src/main/resources"), Path.of("../cliente-oauth/src/main/resources"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(UsersGuideTest::isSpanishBundle).toList()) {
                    all.append(Files.readString(file).replace("''", "'"));
                }
            }
        }
        return all.toString();
    }

    private static boolean isSpanishBundle(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".properties") && !name.endsWith("_en.properties");
    }

    /** As they are made of headings where Markdown is shown. */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(found -> found.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .strip()
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
