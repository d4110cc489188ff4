package org.valija.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.cli.DoctorFixture.Said;
import org.valija.server.mailroom.MailroomException.Problem;

/** One list of exit statuses: in the code, in the help, and in the administrator's guide. */
class ExitStatusTest {

    private static final Locale BEFORE = Locale.getDefault();
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| (.+) \\|$", Pattern.MULTILINE);

    @AfterEach
    void speakAsBefore() {
        Locale.setDefault(BEFORE);
    }

    @Test
    void theGuideHasTheSameTable() throws IOException {
        ResourceBundle words = ResourceBundle.getBundle("commands", Locale.ENGLISH);
        String guide = Files.readString(Path.of("..", "docs", "administrator.md"));
        String table = guide.substring(guide.indexOf("<!-- exit-statuses -->"), guide.indexOf("<!-- end -->"));

        List<String> rows = ROW.matcher(table).results().map(MatchResult::group).toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(ExitStatus.values())
                        .map(status -> "| " + status.code() + " | " + status.in(words) + " |")
                        .toList());
    }

    @Test
    void theHelpHasItInBothLanguages() {
        Locale.setDefault(Locale.US);
        Said english = DoctorFixture.run("--help");
        Locale.setDefault(Locale.of("es", "MX"));
        Said spanish = DoctorFixture.run("--help");

        for (ExitStatus status : ExitStatus.values()) {
            assertThat(lines(english)).contains(status.code() + " " + start(status, Locale.ENGLISH));
            assertThat(lines(spanish)).contains(status.code() + " " + start(status, Locale.ROOT));
        }
    }

    /** The first words: longer ones go on in the next line. */
    private static String start(ExitStatus status, Locale language) {
        ResourceBundle words = ResourceBundle.getBundle(
                "commands",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
        String text = status.in(words);
        return text.length() <= 30 ? text : text.substring(0, text.lastIndexOf(' ', 30));
    }

    private static String lines(Said said) {
        return said.out().replaceAll(" +", " ");
    }

    @Test
    void noTwoAreTheSame() {
        assertThat(Arrays.stream(ExitStatus.values()).mapToInt(ExitStatus::code))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    /** Every one has its words, whose places its details fill. */
    @ParameterizedTest
    @EnumSource
    void everyProblemOfMailHasItsWords(Problem problem) {
        for (Locale language : List.of(Locale.ROOT, Locale.ENGLISH)) {
            ResourceBundle words = ResourceBundle.getBundle(
                    "commands",
                    language,
                    ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
            assertThat(words.getString("failure.mail." + problem).formatted("A", "B"))
                    .isNotBlank();
        }
    }
}
