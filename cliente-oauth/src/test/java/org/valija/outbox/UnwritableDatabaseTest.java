package org.valija.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valija.outbox.DeliveryFixture.await;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.mail.OutgoingMail;
import org.valija.sql.DatabaseException;

/** A database that takes nothing more says so and keeps nothing by halves; when that is over, all goes on. */
@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
class UnwritableDatabaseTest {

    /** More than what was deleted may have left free. */
    private static final String LONG = "Lo que no cabe. ".repeat(12_000);

    /** Longer than what fits into one transaction. */
    private static final String VERY_LONG = LONG.repeat(12);

    private static final Duration OUTAGE = Duration.ofSeconds(4);

    /** What idle nodes ask for anyway, and a few more: nobody tries again and again without a pause. */
    private static final int MOST_CONNECTIONS_A_SECOND = 60;

    private static final int MOST_LOG_LINES = 20;

    @Parameter
    Hindrance hindrance;

    @TempDir
    Path folder;

    private Hindrance.Hindered database;
    private CountedDataSource counted;
    private DeliveryFixture fixture;

    @BeforeEach
    void open() {
        database = hindrance.on(folder);
        counted = new CountedDataSource(database.dataSource());
        fixture = new DeliveryFixture(counted.dataSource(), folder);
    }

    @AfterEach
    void close() {
        database.free();
        fixture.close();
        database.close();
    }

    @Test
    void whatDoesNotFitIsRefusedByNameAndNothingOfItStays() {
        fixture.enqueue("before");

        database.hinder();
        for (int i = 0; i < 3; i++) {
            assertRefused(LONG);
            assertRefused(VERY_LONG);
        }
        // A server without space may refuse new connections too, so what stayed is looked at when it has space again.
        database.free();

        assertThat(count("outbox_message")).isEqualTo(1);
        fixture.outbox().sweep();
        assertThat(count("outbox_content")).isEqualTo(1);
        assertThat(count("outbox_chunk")).isZero();
        enqueue(VERY_LONG);
        assertThat(count("outbox_message")).isEqualTo(2);
    }

    @Test
    void whatWasAcceptedBeforeArrivesOnceAndNobodyHurriesMeanwhile() {
        LogLines lines = new LogLines();
        // The others wait behind the one that is on the wire.
        fixture.outbox().setOrdered(fixture.grant.id(), true);
        fixture.simulator.smtp().stallOn("CONTENT", Duration.ofSeconds(2), 1);
        fixture.deliver();
        long onTheWire = fixture.enqueue("on the wire");
        fixture.awaitState(onTheWire, MessageState.SENDING);
        List<Long> before = new ArrayList<>(List.of(onTheWire));
        IntStream.range(0, 20).forEach(i -> before.add(fixture.enqueue("waiting " + i)));

        database.hinder();
        long begun = System.nanoTime();
        long connections = counted.connections();
        lines.begin();
        await().until(() -> {
            assertRefused(LONG);
            return System.nanoTime() - begun > OUTAGE.toNanos();
        });
        double seconds = (System.nanoTime() - begun) / 1e9;
        lines.end();
        assertThat((counted.connections() - connections) / seconds).isLessThan(MOST_CONNECTIONS_A_SECOND);
        assertThat(lines.count()).isLessThan(MOST_LOG_LINES);
        assertThat(fixture.received()).startsWith("on the wire");
        database.free();

        before.forEach(id -> fixture.awaitState(id, MessageState.SENT));
        fixture.awaitState(fixture.enqueue("after"), MessageState.SENT);
        assertThat(fixture.received()).hasSize(22).doesNotHaveDuplicates().contains("after");
        assertThat(before)
                .allSatisfy(id -> assertThat(fixture.outbox().attempts(id))
                        .extracting(Attempt::result)
                        .containsExactly(Attempt.Result.DELIVERED));
        assertThat(fixture.outbox().holds()).isEmpty();
    }

    private void assertRefused(String text) {
        assertThatThrownBy(() -> enqueue(text)).isInstanceOfSatisfying(DatabaseException.class, e -> {
            assertThat(e.kind()).isEqualTo(DatabaseException.Kind.NOT_WRITABLE);
            assertThat(e.getMessage()).startsWith("database: ").containsPattern("full|No space left|read-?only");
        });
    }

    private void enqueue(String text) {
        OutgoingMail mail = OutgoingMail.builder()
                .from(fixture.grant.email())
                .to("ana@cliente.example")
                .subject("meanwhile")
                .text(text)
                .build();
        fixture.enqueue(NewMail.of(fixture.grant.id(), Lane.BULK, mail), mail);
    }

    private long count(String table) {
        return fixture.database.run(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    /** What the library tells an administrator, in lines of its log. */
    private static final class LogLines extends Handler {
        private static final Logger LIBRARY = Logger.getLogger("org.valija");
        private final AtomicInteger count = new AtomicInteger();

        void begin() {
            LIBRARY.addHandler(this);
        }

        void end() {
            LIBRARY.removeHandler(this);
        }

        int count() {
            return count.get();
        }

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.INFO.intValue()) {
                count.incrementAndGet();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
