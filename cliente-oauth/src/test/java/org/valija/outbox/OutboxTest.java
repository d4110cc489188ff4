package org.valija.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.mail.Envelope;
import org.valija.mail.MailAddress;
import org.valija.mail.MailContent;
import org.valija.mail.MimeContent;
import org.valija.mail.OutgoingMail;
import org.valija.mail.StatusNotification;
import org.valija.mail.StatusNotification.Event;
import org.valija.oauth.MutableClock;
import org.valija.outbox.Outbox.Accepted;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
class OutboxTest {

    private static final OutgoingMail LETTER = OutgoingMail.builder()
            .from("juan@empresa.mx")
            .to("Ana Álvarez <ana@cliente.mx>, luz@cliente.mx")
            .subject("Constancia de retenciones")
            .text("Hola, Ana.")
            .build();

    @Parameter
    TestDatabase kind;

    private final MutableClock clock = new MutableClock();
    private DataSource dataSource;
    private Database database;
    private Outbox outbox;

    @BeforeEach
    void open() {
        dataSource = kind.migrated();
        database = Database.of(dataSource);
        outbox = new Outbox(dataSource, clock);
        execute("CREATE TABLE invoice (folio INTEGER PRIMARY KEY)");
    }

    @Test
    void anInvoiceAndItsMailAreAcceptedTogether() throws IOException {
        Accepted accepted = database.inTransaction(connection -> {
            execute(connection, "INSERT INTO invoice VALUES (1)");
            try (MimeContent content = MimeContent.of(LETTER)) {
                return outbox.enqueue(connection, letter(), content);
            }
        });

        OutboxMail mail = outbox.find(accepted.id()).orElseThrow();
        assertThat(accepted.anew()).isTrue();
        assertThat(mail.state()).isEqualTo(MessageState.QUEUED);
        assertThat(mail.lane()).isEqualTo(Lane.BULK);
        assertThat(mail.acceptedAt()).isBeforeOrEqualTo(clock.instant());
        assertThat(mail.dueAt()).isEqualTo(Instant.EPOCH);
        assertThat(mail.subject()).isEqualTo(LETTER.subject());
        assertThat(mail.messageId()).isEqualTo(LETTER.messageId());
        assertThat(mail.envelope().recipients())
                .extracting(MailAddress::address)
                .containsExactly("ana@cliente.mx", "luz@cliente.mx");
        try (MimeContent content = MimeContent.of(LETTER)) {
            assertThat(octets(outbox.content(mail).orElseThrow()))
                    .isEqualTo(content.open().readAllBytes())
                    .hasSize((int) mail.content().orElseThrow().octets());
        }
        assertThat(invoices()).isEqualTo(1);
    }

    @Test
    void neitherIsAcceptedWhenTheCallersTransactionIsRolledBack() {
        long[] id = {0};
        assertThatThrownBy(() -> database.inTransaction(connection -> {
                    execute(connection, "INSERT INTO invoice VALUES (1)");
                    id[0] = outbox.enqueue(connection, letter().named("folio-1"), random(1_000))
                            .id();
                    throw new IllegalStateException("the ERP changed its mind");
                }))
                .hasMessage("the ERP changed its mind");

        assertThat(outbox.find(id[0])).isEmpty();
        assertThat(invoices()).isZero();
        assertThat(count("outbox_content")).isZero();
        assertThat(outbox.enqueue(letter().named("folio-1"), random(1_000)).anew())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 3_000_000})
    void aMailIsAcceptedOnceUnderItsKey(int size) {
        Accepted first = outbox.enqueue(letter().named("retención 91778 · ana@cliente.mx"), random(size));
        Accepted again = outbox.enqueue(letter().named("retención 91778 · ana@cliente.mx"), random(2 * size));

        assertThat(again).isEqualTo(new Accepted(first.id(), false));
        assertThat(count("outbox_message")).isEqualTo(1);
        assertThat(count("outbox_content")).isEqualTo(1);
        assertThatThrownBy(() -> letter().named(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyAtOnceUnderOneKeyAcceptOne() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            Callable<Accepted> work = () -> outbox.enqueue(letter().named("same"), random(1_000));
            List<Accepted> all = callers.invokeAll(List.of(work, work, work, work, work, work, work, work)).stream()
                    .map(OutboxTest::get)
                    .toList();

            assertThat(all).extracting(Accepted::id).containsOnly(all.get(0).id());
            assertThat(all).filteredOn(Accepted::anew).hasSize(1);
            assertThat(count("outbox_message")).isEqualTo(1);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void aLargeContentIsStagedAndComesBackOctetForOctet() throws IOException {
        Octets content = random(5 * 1024 * 1024 + 7);

        ContentId staged = outbox.stage(content);
        Accepted accepted = database.inTransaction(connection -> outbox.enqueue(connection, letter(), staged));

        OutboxMail mail = outbox.find(accepted.id()).orElseThrow();
        assertThat(mail.content()).contains(staged);
        assertThat(octets(outbox.content(mail).orElseThrow())).isEqualTo(content.octets());
        assertThatThrownBy(() -> database.inTransaction(connection -> outbox.enqueue(connection, letter(), content)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("staged first");
        assertThat(outbox.enqueue(letter(), content).anew()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 3_000_000})
    void aContentThatEndsEarlyIsNotAcceptedAndNothingOfItStays(int size) {
        MailContent shorter = new MailContent() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(new byte[size - 1]);
            }

            @Override
            public boolean needsSmtpUtf8() {
                return false;
            }
        };

        assertThatThrownBy(() -> outbox.enqueue(letter(), shorter))
                .hasMessageContaining((size - 1) + " octets and not " + size);
        assertThat(count("outbox_message")).isZero();
        assertThat(count("outbox_content")).isZero();
        assertThat(count("outbox_chunk")).isZero();
    }

    @Test
    void whatSomebodyChangedInTheDatabaseIsFoundWhenItIsRead() {
        OutboxMail mail = large();

        execute("UPDATE outbox_chunk SET octets = " + (kind == TestDatabase.SQLITE ? "X'00'" : "'\\x00'")
                + " WHERE seq = 2");
        assertThatThrownBy(() -> octets(outbox.content(mail).orElseThrow()))
                .isInstanceOf(DamagedContentException.class)
                .hasMessageContaining("part 2 is not as it was written");
        execute("DELETE FROM outbox_chunk WHERE seq = 1");
        assertThatThrownBy(() -> octets(outbox.content(mail).orElseThrow()))
                .isInstanceOf(DamagedContentException.class)
                .hasMessageContaining("part 1 is missing");
    }

    @Test
    void whatWasStagedForNoMailIsSweptAfterADay() {
        OutboxMail mail = large();
        outbox.stage(random(300_000));

        clock.forward(Duration.ofHours(23));
        assertThat(outbox.sweep()).isZero();
        clock.forward(Duration.ofHours(2));
        assertThat(outbox.sweep()).isEqualTo(1);

        assertThat(count("outbox_content")).isEqualTo(1);
        assertThat(outbox.find(mail.id())).isPresent();
    }

    @Test
    void whatIsDiscardedIsGoneAtOnceUnlessAMailHasIt() throws IOException {
        OutboxMail mail = large();

        outbox.discard(outbox.stage(random(300_000)));
        outbox.discard(mail.content().orElseThrow());

        assertThat(count("outbox_content")).isEqualTo(1);
        assertThat(octets(outbox.content(mail).orElseThrow()))
                .hasSize((int) mail.content().orElseThrow().octets());
    }

    @Test
    void aMailIsTakenBackUnlessItIsGoingOn() {
        long queued = outbox.enqueue(letter(), random(10)).id();
        long sending = outbox.enqueue(letter(), random(10)).id();
        execute("UPDATE outbox_message SET state = 'SENDING' WHERE id = " + sending);

        assertThat(outbox.cancel(queued)).isTrue();
        assertThat(outbox.cancel(queued)).isFalse();
        assertThat(outbox.cancel(sending)).isFalse();
        assertThat(outbox.find(queued)).map(OutboxMail::state).contains(MessageState.CANCELLED);
    }

    @Test
    void whatTakesAMailsPlaceAndItsEndAreOne() {
        long first = outbox.enqueue(letter(), random(10)).id();

        assertThatThrownBy(() -> database.inTransaction(connection -> {
                    assertThat(outbox.cancel(connection, first)).isTrue();
                    throw new IllegalStateException("no place for the other");
                }))
                .hasMessage("no place for the other");
        assertThat(outbox.find(first)).map(OutboxMail::state).contains(MessageState.QUEUED);

        assertThat(database.<Boolean>inTransaction(connection -> outbox.cancel(connection, first)))
                .isTrue();
        assertThat(database.<Boolean>inTransaction(connection -> outbox.cancel(connection, first)))
                .isFalse();
        assertThat(outbox.find(first)).map(OutboxMail::state).contains(MessageState.CANCELLED);
    }

    @Test
    void timeLaneAndReportsAreKept() {
        Instant tomorrow = clock.instant().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MILLIS);
        StatusNotification reports =
                new StatusNotification(Set.of(Event.FAILURE, Event.DELAY), true, Optional.of("folio;91778"));
        NewMail mail = new NewMail(
                7,
                Lane.RECOVERY,
                new Envelope(MailAddress.of("josé@empresa.mx"), List.of(MailAddress.of("ana@cliente.mx")))
                        .notifying(reports),
                "<a@b>",
                "Recuperar clave",
                Optional.of(tomorrow),
                Optional.empty(),
                Optional.of("constancias 2025"));

        OutboxMail kept = outbox.find(outbox.enqueue(mail, random(10)).id()).orElseThrow();

        assertThat(kept.envelope()).isEqualTo(mail.envelope());
        assertThat(kept.dueAt()).isEqualTo(tomorrow);
        assertThat(kept.lane()).isEqualTo(Lane.RECOVERY);
        assertThat(kept.grantId()).isEqualTo(7);
        assertThat(kept.batch()).contains("constancias 2025");
    }

    @Test
    void eachOfManyAtOnceIsKeptAsItWasHandedIn() throws IOException {
        Instant tomorrow = clock.instant().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MILLIS);
        Map<NewMail, Future<Accepted>> all = new LinkedHashMap<>();
        try (Crew crew = new Crew()) {
            for (int i = 0; i < 400; i++) {
                NewMail mail = numbered(i, tomorrow);
                all.put(mail, crew.submit(() -> outbox.enqueue(mail, numbered(mail))));
            }
        }

        assertThat(all.values().stream().map(OutboxTest::get).map(Accepted::id)).doesNotHaveDuplicates();
        for (Map.Entry<NewMail, Future<Accepted>> one : all.entrySet()) {
            NewMail mail = one.getKey();
            OutboxMail kept = outbox.find(get(one.getValue()).id()).orElseThrow();
            assertThat(kept.grantId()).isEqualTo(mail.grantId());
            assertThat(kept.lane()).isEqualTo(mail.lane());
            assertThat(kept.envelope()).isEqualTo(mail.envelope());
            assertThat(kept.messageId()).isEqualTo(mail.messageId());
            assertThat(kept.subject()).isEqualTo(mail.subject());
            assertThat(kept.dueAt()).isEqualTo(mail.notBefore().orElse(Instant.EPOCH));
            assertThat(kept.batch()).isEqualTo(mail.batch());
            assertThat(kept.content().orElseThrow().needsSmtpUtf8())
                    .isEqualTo(numbered(mail).needsSmtpUtf8());
            assertThat(octets(outbox.content(kept).orElseThrow()))
                    .isEqualTo(numbered(mail).octets());
        }
    }

    /** Differs from all others in everything; every second has what it need not have. */
    private static NewMail numbered(int number, Instant later) {
        boolean odd = number % 2 == 1;
        Envelope envelope = new Envelope(
                MailAddress.of("juan" + number + "@empresa.mx"),
                List.of(MailAddress.of("ana" + number + "@cliente.mx")));
        return new NewMail(
                1 + number % 5,
                odd ? Lane.BULK : Lane.INTERACTIVE,
                odd
                        ? envelope.notifying(
                                new StatusNotification(Set.of(Event.FAILURE), true, Optional.of("" + number)))
                        : envelope,
                "<" + number + "@empresa.mx>",
                "Constancia {" + number + "}, \"ñandú\"",
                odd ? Optional.of(later.plusSeconds(number)) : Optional.empty(),
                Optional.empty(),
                odd ? Optional.of("lote " + number) : Optional.empty());
    }

    private static Octets numbered(NewMail mail) {
        byte[] octets = (mail.subject() + "\0\\x00\377").getBytes(StandardCharsets.ISO_8859_1);
        return new Octets(octets, mail.lane() == Lane.BULK);
    }

    @Test
    void oneThatTheDatabaseRefusesDoesNotKeepOthersOfTheSameMomentOut() {
        execute(
                kind == TestDatabase.SQLITE
                        ? "CREATE TRIGGER refusing BEFORE INSERT ON outbox_message WHEN NEW.subject = 'refused' BEGIN"
                                + " SELECT RAISE(ABORT, 'not this one'); END"
                        : "ALTER TABLE outbox_message ADD CONSTRAINT refusing CHECK (subject <> 'refused')");
        OutgoingMail refused = OutgoingMail.builder()
                .from("juan@empresa.mx")
                .to("ana@cliente.mx")
                .subject("refused")
                .text("Hola, Ana.")
                .build();
        List<Future<Accepted>> good = new ArrayList<>();
        List<Future<Accepted>> bad = new ArrayList<>();
        try (Crew crew = new Crew()) {
            for (int i = 0; i < 200; i++) {
                good.add(crew.submit(() -> outbox.enqueue(letter(), random(100))));
                if (i % 20 == 0) {
                    bad.add(crew.submit(() -> outbox.enqueue(NewMail.of(1, Lane.BULK, refused), random(100))));
                }
            }
        }

        assertThat(good.stream().map(OutboxTest::get).map(Accepted::id)).doesNotHaveDuplicates();
        assertThat(bad).allSatisfy(one -> assertThatThrownBy(one::get).hasCauseInstanceOf(DatabaseException.class));
        assertThat(count("outbox_message")).isEqualTo(200);
        assertThat(count("outbox_content")).isEqualTo(200);
    }

    /** Many at once; closing waits for all of them. */
    private static final class Crew implements AutoCloseable {
        private final ExecutorService pool = Executors.newFixedThreadPool(32);

        <T> Future<T> submit(Callable<T> task) {
            return pool.submit(task);
        }

        @Override
        public void close() {
            pool.shutdown();
            try {
                assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    private OutboxMail large() {
        return outbox.find(outbox.enqueue(letter(), random(1_000_000)).id()).orElseThrow();
    }

    private static NewMail letter() {
        return NewMail.of(1, Lane.BULK, LETTER);
    }

    private static Octets random(int octets) {
        byte[] content = new byte[octets];
        new java.util.Random(octets).nextBytes(content);
        return new Octets(content, false);
    }

    private record Octets(byte[] octets, boolean needsSmtpUtf8) implements MailContent {
        @Override
        public long size() {
            return octets.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(octets);
        }
    }

    private static byte[] octets(MailContent content) throws IOException {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        }
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private long invoices() {
        return count("invoice");
    }

    private long count(String table) {
        return database.run(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private void execute(String sql) {
        database.inTransaction(connection -> execute(connection, sql));
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return true;
        }
    }
}
