package org.valija.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valija.outbox.DeliveryFixture.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.sql.TestDatabase;

/** The machine's clock is set while two nodes deliver: the database's, by which leases are measured, and the nodes' own. */
@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
class ClockJumpTest {

    @Parameter
    TestDatabase kind;

    @TempDir
    Path folder;

    private ShiftedDatabase database;
    private DeliveryFixture fixture;

    @BeforeEach
    void open() {
        database = ShiftedDatabase.of(kind, folder);
        fixture = new DeliveryFixture(database.dataSource(), folder);
        fixture.deliver();
        fixture.node(Optional.empty()).deliver(Dispatcher.Setup.of("node-2"));
        fixture.awaitState(fixture.enqueue("before"), MessageState.SENT);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void anHourForwardOrBackStopsNothingAndTakesNoNodeForDead(int hours) {
        fixture.simulator.smtp().stallOn("CONTENT", Duration.ofSeconds(5), 1);
        List<Long> mails = new ArrayList<>(List.of(fixture.enqueue("on the wire")));
        fixture.awaitState(mails.get(0), MessageState.SENDING);

        database.set(Duration.ofHours(hours));
        fixture.clock.forward(Duration.ofHours(hours));

        Instant then = Instant.now().plus(Duration.ofHours(hours));
        await().until(() -> {
            mails.add(fixture.enqueue("meanwhile " + mails.size()));
            return haveAllSeen(then);
        });
        mails.forEach(id -> fixture.awaitState(id, MessageState.SENT));
        assertThat(mails)
                .allSatisfy(id -> assertThat(fixture.outbox().attempts(id))
                        .extracting(Attempt::result)
                        .containsExactly(Attempt.Result.DELIVERED));
        assertThat(fixture.received()).hasSize(mails.size() + 1).doesNotHaveDuplicates();
    }

    /** Whether each node goes by the clock as it is now. */
    private boolean haveAllSeen(Instant then) {
        List<OutboxNode> nodes = fixture.outbox().nodes();
        return nodes.size() == 2
                && nodes.stream()
                        .allMatch(node ->
                                Duration.between(then, node.seenAt()).abs().compareTo(Duration.ofMinutes(5)) < 0);
    }
}
