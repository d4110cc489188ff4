package org.valija.tests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.simulator.google.FailurePlan;
import org.valija.simulator.google.Rotation;
import org.valija.sql.TestDatabase;

/**
 * A node is killed in the middle of a renewal, and another process takes over. What can be promised depends on the point
 * and, between the provider's rotation and our commit, on the provider.
 *
 * <p>Each round's successor is the next round's victim.
 */
@ParameterizedClass
@EnumSource
@Tag("faults")
@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("NullAway.Init")
class KilledRenewalTest {

    @Parameter
    TestDatabase database;

    @Test
    void beforeTheRequestTheSuccessorRenews() {
        try (Stage stage = new Stage(database, Rotation.STRICT)) {
            NodeProcess node = stage.start().ready();
            for (int round = 1; round <= Stage.rounds(); round++) {
                killAt(stage, node, Point.BEFORE_REQUEST);
                assertThat(stage.google.refreshRequests()).isEqualTo(round - 1);
                stage.endLease();

                node = stage.start().ready();

                assertThat(node.token(stage.grant.id())).startsWith("usable");
                assertThat(stage.google.refreshRequests()).isEqualTo(round);
            }
        }
    }

    @Test
    void afterTheCommitTheSuccessorFindsTheNewTokens() {
        try (Stage stage = new Stage(database, Rotation.STRICT)) {
            NodeProcess node = stage.start().ready();
            for (int round = 1; round <= Stage.rounds(); round++) {
                killAt(stage, node, Point.AFTER_COMMIT);
                assertThat(stage.isLeased()).isFalse();

                node = stage.start().ready();

                assertThat(node.token(stage.grant.id())).startsWith("usable");
                assertThat(stage.google.refreshRequests()).isEqualTo(round);
            }
            stage.expire(node);
            assertThat(node.token(stage.grant.id())).startsWith("usable");
        }
    }

    @Test
    void betweenRotationAndCommitAProviderWithoutRotationAnswersAgain() {
        successorRenews(Rotation.OFF);
    }

    @Test
    void betweenRotationAndCommitAGraceHelps() {
        successorRenews(Rotation.grace(Duration.ofMinutes(5)));
    }

    @Test
    void betweenRotationAndCommitOneReuseHelps() {
        successorRenews(Rotation.REUSE);
    }

    private void successorRenews(Rotation rotation) {
        try (Stage stage = new Stage(database, rotation)) {
            NodeProcess node = stage.start().ready();
            for (int round = 1; round <= Stage.rounds(); round++) {
                killInTheMiddle(stage, node, round);
                assertThat(stage.google.refreshesGranted()).isEqualTo(2L * round - 1);
                stage.endLease();

                node = stage.start().ready();

                assertThat(node.token(stage.grant.id())).startsWith("usable");
                assertThat(stage.google.refreshesGranted()).isEqualTo(2L * round);
                assertThat(stage.google.refreshRequests()).isEqualTo(2L * round);
            }
        }
    }

    /** No client can recover from this: what counts is that it is named, told once, and mended by authenticating. */
    @Test
    void betweenRotationAndCommitStrictRotationIsNamedToldOnceAndMendedByAuthenticating() {
        try (Stage stage = new Stage(database, Rotation.STRICT)) {
            NodeProcess node = stage.start().ready();
            for (int round = 1; round <= Stage.rounds(); round++) {
                long before = stage.google.refreshRequests();
                List<String> row = stage.emailsRow();
                killInTheMiddle(stage, node, round);
                stage.endLease();

                node = stage.start().ready();

                assertThat(node.token(stage.grant.id())).isEqualTo("needs-authentication interrupted_renewal");
                assertThat(node.token(stage.grant.id())).isEqualTo("needs-authentication interrupted_renewal");
                assertThat(stage.google.refreshRequests() - before)
                        .as("the victim's request and one retry")
                        .isEqualTo(2);
                assertThat(stage.emailsRow()).isEqualTo(row);
                assertThat(node.ends()).isEqualTo(1);
                assertThat(stage.stateRow())
                        .startsWith("NEEDS_AUTHENTICATION", "interrupted_renewal")
                        .doesNotContain("null");

                node.tell("connect " + Stage.USER_CODE + " " + Stage.EMAIL);
                node.expect("connected");
                assertThat(node.token(stage.grant.id())).startsWith("usable");
            }
        }
    }

    @Test
    void theSuccessorWaitsForTheDeadNodesLeaseToEnd() {
        try (Stage stage = new Stage(database, Rotation.STRICT)) {
            NodeProcess victim = stage.start().ready();
            NodeProcess successor = stage.start().ready();
            killAt(stage, victim, Point.BEFORE_REQUEST, successor);
            String dead = stage.leaseOwner();
            stage.endLeaseIn(Duration.ofSeconds(2));

            successor.tell("token " + stage.grant.id());

            // Asked in this order, a request seen while the dead one's lease still holds was made under it.
            await().until(() -> {
                boolean asked = stage.google.refreshRequests() > 0;
                assertThat(asked && stage.isLeased() && stage.leaseOwner().equals(dead))
                        .isFalse();
                return asked;
            });
            assertThat(successor.expect("token")).startsWith("usable");
        }
    }

    /** The database refuses the tokens, or hangs at the commit; the node is killed; nothing is lost. */
    @Test
    void tokensThatTheDatabaseDidNotTakeSurviveAKillInTheirFile() throws Exception {
        try (Stage stage = new Stage(database, Rotation.STRICT)) {
            NodeProcess node = stage.startWithFolder().ready();
            for (int round = 1; round <= Stage.rounds(); round++) {
                if (round % 2 == 0) {
                    killAt(stage, node, Point.BEFORE_COMMIT);
                } else {
                    killWhileRefused(stage, node);
                }
                assertThat(stage.unsavedFiles()).hasSize(1);
                Path file = stage.unsavedFiles().get(0);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                assertThat(Files.readString(file)).startsWith("v1:").doesNotContain("ya29.", "1//0");

                // Without waiting for the lease: what was granted is stored, not asked for.
                node = stage.startWithFolder().ready();

                assertThat(node.token(stage.grant.id())).startsWith("usable");
                assertThat(stage.google.refreshRequests()).isEqualTo(round);
                assertThat(stage.unsavedFiles()).isEmpty();
            }
        }
    }

    private static void killWhileRefused(Stage stage, NodeProcess victim) {
        stage.expire(victim);
        victim.tell("refuse-to-store");
        victim.expect("understood");
        victim.tell("token " + stage.grant.id());
        victim.expect("refused");
        victim.kill();
    }

    private static void killAt(Stage stage, NodeProcess victim, Point point, NodeProcess... others) {
        stage.expire(others);
        victim.forward(Stage.EXPIRY);
        victim.stopAt(point);
        victim.tell("token " + stage.grant.id());
        victim.expect(point.name());
        victim.kill();
    }

    /** Either while the answer is on its way, or when it is here and written but not committed. */
    private static void killInTheMiddle(Stage stage, NodeProcess victim, int round) {
        if (round % 2 == 0) {
            killAt(stage, victim, Point.BEFORE_COMMIT);
            return;
        }
        long granted = stage.google.refreshesGranted();
        stage.expire(victim);
        stage.google.fail(FailurePlan.answerLate(Duration.ofMinutes(2)));
        victim.tell("token " + stage.grant.id());
        await().until(() -> stage.google.refreshesGranted() > granted);
        victim.kill();
    }
}
