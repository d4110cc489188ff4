package org.valija.tests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.simulator.google.Rotation;
import org.valija.sql.TestDatabase;

/** Three processes of two hundred threads find one token expired at one moment. */
@ParameterizedClass
@EnumSource
@Tag("faults")
@SuppressWarnings("NullAway.Init")
class OneTokenRequestTest {

    private static final int PROCESSES = 3;
    private static final int THREADS = 200;

    /** Long enough for every thread of every process to stand ready. */
    private static final Duration GATHERING = Duration.ofMillis(500);

    @Parameter
    TestDatabase database;

    @Test
    void allThreadsOfAllProcessesAtOneExpiryMakeOneRequestAndGetItsToken() {
        // A second request would end the grant: the next round would tell.
        try (Stage stage = new Stage(database, Rotation.STRICT)) {
            List<NodeProcess> nodes = Stream.generate(stage::startPooled)
                    .limit(PROCESSES)
                    .map(NodeProcess::ready)
                    .toList();
            Set<String> tokens = new HashSet<>();
            for (int round = 1; round <= Stage.rounds(); round++) {
                stage.expire(nodes.toArray(NodeProcess[]::new));
                long at = System.currentTimeMillis() + GATHERING.toMillis();
                nodes.forEach(node -> node.tell("crowd " + stage.grant.id() + " " + THREADS + " " + at));
                List<String> answers =
                        nodes.stream().map(node -> node.expect("crowd")).toList();

                String first = answers.get(0);
                assertThat(first)
                        .as("round %s", round)
                        .startsWith(THREADS + "x usable ")
                        .doesNotContain(",");
                assertThat(answers).as("round %s", round).containsOnly(first);
                assertThat(tokens.add(first))
                        .as("a new token in round %s", round)
                        .isTrue();
                assertThat(stage.google.refreshRequests()).isEqualTo(round);
            }
        }
    }
}
