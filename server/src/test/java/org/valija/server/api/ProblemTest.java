package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ProblemTest {

    /** The keys are put together from the code: no line names them whole. */
    @Test
    void everyProblemHasItsWordsAndNoWordsAreLeftOver() {
        Set<String> expected = new TreeSet<>();
        for (Problem problem : Problem.values()) {
            // What stands in its way says its own words.
            if (problem != Problem.AUTHORIZATION_IMPOSSIBLE) {
                expected.add("api.problem." + problem.code());
                expected.add("api.problem." + problem.code() + ".do");
            }
        }
        Set<String> known =
                new TreeSet<>(ResourceBundle.getBundle("api", Locale.ROOT).keySet());
        known.removeIf(key -> !key.startsWith("api.problem."));

        assertThat(known).isEqualTo(expected);
    }
}
