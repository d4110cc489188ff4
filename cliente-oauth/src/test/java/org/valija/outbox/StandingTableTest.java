package org.valija.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.mail.MimeContent;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.MutableClock;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

/** What is counted of the mails on their way. */
@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
class StandingTableTest {

    private static final OutgoingMail LETTER = OutgoingMail.builder()
            .from("juan@empresa.mx")
            .to("ana@cliente.mx")
            .subject("Aviso")
            .text("Hola.")
            .build();

    @Parameter
    TestDatabase kind;

    private Database database;
    private Outbox outbox;

    @BeforeEach
    void open() {
        var dataSource = kind.migrated();
        database = Database.of(dataSource);
        outbox = new Outbox(dataSource, new MutableClock());
    }

    @Test
    void mailsAreCountedByAccountLaneStateAndHold() throws IOException {
        List<Long> bulk = accept(1, Lane.BULK, 5);
        accept(1, Lane.RECOVERY, 1);
        put(bulk.get(0), MessageState.DEFERRED);
        put(bulk.get(1), MessageState.SENDING);
        put(bulk.get(2), MessageState.UNKNOWN);
        assertThat(outbox.hold(List.of(bulk.get(3)))).isEqualTo(1);

        assertThat(outbox.waiting())
                .containsExactly(
                        new WaitingCount(1, Lane.RECOVERY, MessageState.QUEUED, Optional.empty(), 1),
                        new WaitingCount(1, Lane.BULK, MessageState.QUEUED, Optional.empty(), 1),
                        new WaitingCount(1, Lane.BULK, MessageState.SENDING, Optional.empty(), 1),
                        new WaitingCount(1, Lane.BULK, MessageState.DEFERRED, Optional.empty(), 1),
                        new WaitingCount(1, Lane.BULK, MessageState.HELD, Optional.of(HoldKind.BY_HAND), 1),
                        new WaitingCount(1, Lane.BULK, MessageState.UNKNOWN, Optional.empty(), 1));
    }

    @Test
    void whatWaitsInAHeldAccountIsHeldWithItAndWhatIsUnderWayIsNot() throws IOException {
        List<Long> held = accept(2, Lane.INTERACTIVE, 4);
        put(held.get(0), MessageState.DEFERRED);
        put(held.get(1), MessageState.SENDING);
        assertThat(outbox.hold(List.of(held.get(2)))).isEqualTo(1);
        accept(3, Lane.INTERACTIVE, 2);

        outbox.pause(2);

        assertThat(outbox.waiting())
                .containsExactly(
                        new WaitingCount(2, Lane.INTERACTIVE, MessageState.SENDING, Optional.empty(), 1),
                        new WaitingCount(2, Lane.INTERACTIVE, MessageState.HELD, Optional.of(HoldKind.BY_HAND), 3),
                        new WaitingCount(3, Lane.INTERACTIVE, MessageState.QUEUED, Optional.empty(), 2));
        assertThat(outbox.lanes())
                .filteredOn(lane -> lane.lane() == Lane.INTERACTIVE)
                .extracting(LaneStanding::waiting)
                .containsExactly(Map.of(MessageState.SENDING, 1L, MessageState.HELD, 3L, MessageState.QUEUED, 2L));
    }

    private List<Long> accept(long grantId, Lane lane, int mails) throws IOException {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < mails; i++) {
            try (MimeContent content = MimeContent.of(LETTER)) {
                ids.add(outbox.enqueue(NewMail.of(grantId, lane, LETTER), content)
                        .id());
            }
        }
        return ids;
    }

    private void put(long id, MessageState state) {
        database.run(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE outbox_message SET state = ? WHERE id = ?")) {
                update.setString(1, state.name());
                update.setLong(2, id);
                return update.executeUpdate();
            }
        });
    }
}
