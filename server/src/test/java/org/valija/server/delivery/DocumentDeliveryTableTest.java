package org.valija.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.mail.MimeContent;
import org.valija.mail.OutgoingMail;
import org.valija.outbox.Lane;
import org.valija.outbox.MessageState;
import org.valija.outbox.NewMail;
import org.valija.outbox.Outbox;
import org.valija.server.database.InstalledDatabase;
import org.valija.server.delivery.Delivery.End;
import org.valija.server.delivery.DocumentDeliveryTable.Sendings;
import org.valija.server.delivery.NewDelivery.Turn;
import org.valija.server.documents.Kind;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class DocumentDeliveryTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final String ANA = "ana@cliente.example";
    private static final String LUIS = "luis@cliente.example";

    private final Database database;
    private final Outbox outbox;
    private final DocumentDeliveryTable table;

    DocumentDeliveryTableTest(TestDatabase test) {
        DataSource source = InstalledDatabase.source(test);
        this.database = Database.of(source);
        this.outbox = new Outbox(source, Clock.fixed(NOON.plusSeconds(60), ZoneOffset.UTC));
        this.table = new DocumentDeliveryTable(database);
    }

    @Test
    void whatWasWrittenIsReadWithWhereItsMailStands() {
        long mail = mail();
        long id = sent(line(5, OptionalLong.of(1), Optional.of("lote"), ANA), mail);

        assertThat(all())
                .containsExactly(new Delivery(
                        id,
                        new Delivery.Sent(5, 2, Kind.CHEQUE, "15", "AAAA010101AAA", "Ana Álvarez", ""),
                        "JUAN",
                        "juan@bajio.example",
                        new Delivery.Mail(ANA, "", "", "Asunto", "a.pdf, a.xml", "<5@bajio.example>", "ff"),
                        Optional.of("lote"),
                        Optional.of(mail),
                        NOON,
                        End.open(MessageState.QUEUED)));
    }

    @Test
    void anAddressGetsADocumentOnceForEachTurn() {
        assertThat(write(line(5, OptionalLong.empty(), Optional.empty(), ANA))).isPresent();

        assertThat(write(line(5, OptionalLong.empty(), Optional.empty(), LUIS, ANA)))
                .isEmpty();
        assertThat(write(line(6, OptionalLong.empty(), Optional.empty(), ANA))).isPresent();

        assertThat(received(5)).extracting(Received::address).containsExactly(ANA);
    }

    @Test
    void ofManyThatSendAtOnceOneDoes() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            Callable<Boolean> send = () -> write(line(5, OptionalLong.empty(), Optional.empty(), ANA, LUIS))
                    .isPresent();
            List<Boolean> got = new ArrayList<>();
            for (Future<Boolean> one : pool.invokeAll(List.of(send, send, send, send, send, send))) {
                got.add(one.get());
            }
            assertThat(got).containsOnlyOnce(true);
            assertThat(all()).hasSize(1);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void whatWasTakenBackReachesNobodyAndWhatWaitsDoes() {
        long mail = mail();
        sent(line(5, OptionalLong.of(1), Optional.empty(), ANA), mail);
        assertThat(received(5)).extracting(Received::reached).containsExactly(true);

        outbox.cancel(mail);

        assertThat(received(5)).extracting(Received::reached).containsExactly(false);
        assertThat(all().getFirst().end().state()).isEqualTo(MessageState.CANCELLED);
        assertThat(all().getFirst().end().at()).hasValue(NOON.plusSeconds(60));
    }

    @Test
    void aHeldAccountsMailIsHeld() {
        sent(line(5, OptionalLong.of(1), Optional.empty(), ANA), mail());

        outbox.pause(1);

        assertThat(all().getFirst().end().state()).isEqualTo(MessageState.HELD);
    }

    @Test
    void howItEndedStaysWhenTheOutboxForgets() {
        long mail = mail();
        sent(line(5, OptionalLong.of(1), Optional.empty(), ANA), mail);
        sent(line(6, OptionalLong.of(1), Optional.empty(), ANA), mail());
        outbox.cancel(mail);

        assertThat(copyEnds()).containsExactly(5L);
        forget();

        assertThat(all())
                .extracting(delivery -> delivery.end().state())
                .containsExactly(MessageState.QUEUED, MessageState.CANCELLED);
        assertThat(all().getLast().end().at()).hasValue(NOON.plusSeconds(60));
    }

    @Test
    void anEndIsCopiedOnceAndAnewWhenTheMailEndsAnew() {
        long mail = mail();
        long line = sent(line(5, OptionalLong.of(1), Optional.empty(), ANA), mail);
        assertThat(table.outdated(0, 10)).isEmpty();
        outbox.cancel(mail);
        assertThat(table.outdated(0, 10)).containsExactly(line);
        assertThat(table.outdated(line, 10)).isEmpty();
        assertThat(copyEnds()).containsExactly(5L);

        assertThat(table.outdated(0, 10)).isEmpty();

        outbox.retry(List.of(mail));
        assertThat(table.outdated(0, 10)).isEmpty();
        endsIn("SENT", mail);
        assertThat(table.outdated(0, 10)).containsExactly(line);
    }

    @Test
    void whatFailedOrWasTakenBackDoesNotCountAsSent() {
        long first = mail();
        long second = mail();
        sent(line(5, OptionalLong.of(1), Optional.empty(), ANA), first);
        sent(line(5, OptionalLong.of(1), Optional.empty(), LUIS), second);
        assertThat(sendings(5)).isEqualTo(new Sendings(2, Optional.of(NOON)));

        outbox.cancel(first);
        assertThat(sendings(5)).isEqualTo(new Sendings(1, Optional.of(NOON)));
        outbox.cancel(second);
        endsIn("FAILED", second);
        assertThat(sendings(5)).isEqualTo(new Sendings(0, Optional.empty()));
        assertThat(table.standings(List.of(5L, 6L)))
                .extracting(Standing::state)
                .containsExactly(MessageState.CANCELLED, MessageState.FAILED);

        outbox.retry(List.of(first));
        assertThat(sendings(5)).isEqualTo(new Sendings(1, Optional.of(NOON)));
    }

    @Test
    void aMailIsSupersededBySendingTheDocumentToOneOfItsAddressesOnceMore() {
        long both = mail();
        long luis = mail();
        long other = mail();
        long again = mail();
        sent(line(5, OptionalLong.of(1), Optional.empty(), ANA, "ana@otra.example"), both);
        sent(line(5, OptionalLong.of(1), Optional.empty(), LUIS), luis);
        sent(line(6, OptionalLong.of(1), Optional.empty(), ANA), other);
        NewDelivery same = line(5, OptionalLong.of(1), Optional.empty(), ANA);
        sent(
                new NewDelivery(
                        same.document(),
                        same.userCode(),
                        same.grantId(),
                        same.mailbox(),
                        same.mail(),
                        same.batch(),
                        same.draftId(),
                        same.acceptedAt(),
                        List.of(new Turn(ANA, 2))),
                again);

        Set<Long> superseded =
                database.run(connection -> table.superseded(connection, List.of(both, luis, other, again, 99L)));
        assertThat(superseded).containsExactly(both);
        List<DocumentDeliveryTable.Line> lines =
                database.run(connection -> table.ofMails(connection, List.of(other, both, 99L)));
        assertThat(lines).extracting(DocumentDeliveryTable.Line::documentId).containsExactly(5L, 6L);
    }

    private Set<Long> copyEnds() {
        List<Long> outdated = table.outdated(0, 10);
        return database.inTransaction(connection -> table.copyEnds(connection, outdated));
    }

    private Sendings sendings(long document) {
        return database.run(connection -> table.sendings(connection, document));
    }

    /** As a delivery ends it. */
    private void endsIn(String state, long mail) {
        outbox.cancel(mail);
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("UPDATE outbox_archive SET state = '" + state + "' WHERE id = " + mail);
            }
        });
    }

    @Test
    void whatWasSentWithAPasswordEndsOnce() {
        write(line(5, OptionalLong.empty(), Optional.empty(), ANA));
        write(line(6, OptionalLong.empty(), Optional.empty(), ANA));
        assertThat(all()).allMatch(delivery -> delivery.end().state() == MessageState.SENDING);
        End sent = new End(MessageState.SENT, Optional.of(NOON), LUIS, Optional.empty(), "250 ok");

        end("draft-5", sent);
        end("draft-5", new End(MessageState.UNKNOWN, Optional.of(NOON), "", Optional.empty(), ""));

        assertThat(all().getLast().end()).isEqualTo(sent);
        assertThat(all().getFirst().end().state()).isEqualTo(MessageState.SENDING);
    }

    @Test
    void anAddressThatWasRefusedIsNotReached() {
        write(line(5, OptionalLong.empty(), Optional.empty(), ANA, LUIS));

        end("draft-5", new End(MessageState.SENT, Optional.of(NOON), "Luis@Cliente.example", Optional.empty(), "250"));

        assertThat(received(5)).extracting(Received::reached).containsExactly(true, false);
    }

    @Test
    void whoseAddressIsAPartOfARefusedOneIsReached() {
        String juana = "juana@cliente.example";
        write(line(5, OptionalLong.empty(), Optional.empty(), ANA, juana, LUIS));
        assertThat(ANA.length()).isLessThan(juana.length());
        assertThat(juana).endsWith(ANA);

        end("draft-5", new End(MessageState.SENT, Optional.of(NOON), juana + ", " + LUIS, Optional.empty(), "250"));

        assertThat(received(5).stream().filter(Received::reached).map(Received::address))
                .containsExactly(ANA);
    }

    @Test
    void anAddressThatAServersReplyNamesWasNotRefused() {
        write(line(5, OptionalLong.empty(), Optional.empty(), ANA, LUIS));
        String refused = LUIS + " 550 5.1.1 no such person, " + ANA + " knows\n" + "otra@cliente.example 550 no";

        end("draft-5", new End(MessageState.SENT, Optional.of(NOON), refused, Optional.empty(), "250"));

        assertThat(received(5).stream().filter(Received::reached).map(Received::address))
                .containsExactly(ANA);
    }

    @Test
    void eachFilterNarrows() {
        write(line(5, OptionalLong.empty(), Optional.of("uno"), ANA));
        write(line(6, OptionalLong.empty(), Optional.of("dos"), LUIS));
        end("draft-6", new End(MessageState.SENT, Optional.of(NOON), "", Optional.empty(), "250"));

        assertThat(numbers(RecordFilter.ALL)).containsExactly(6L, 5L);
        assertThat(numbers(RecordFilter.ALL.ofDocument(5))).containsExactly(5L);
        assertThat(numbers(RecordFilter.ALL.ofBatch("dos"))).containsExactly(6L);
        assertThat(numbers(RecordFilter.ALL.of(Set.of(3L)))).isEmpty();
        assertThat(numbers(filter(Set.of(MessageState.SENT), NOON, ""))).containsExactly(6L);
        assertThat(numbers(filter(Set.of(), NOON.plusMillis(1), ""))).isEmpty();
        assertThat(numbers(filter(Set.of(), NOON, "LUIS@"))).containsExactly(6L);
        assertThat(numbers(filter(Set.of(), NOON, "luis ALVAREZ"))).containsExactly(6L);
        assertThat(numbers(filter(Set.of(), NOON, "100%"))).isEmpty();
        assertThat(table.search(RecordFilter.ALL, Optional.of(all().getFirst().id()), 10))
                .extracting(delivery -> delivery.document().documentId())
                .containsExactly(5L);
    }

    private static RecordFilter filter(Set<MessageState> states, Instant from, String words) {
        return new RecordFilter(
                Set.of(2L),
                Optional.empty(),
                states,
                Optional.empty(),
                Optional.of(from),
                Optional.of(NOON.plusSeconds(1)),
                Optional.of(words));
    }

    private List<Long> numbers(RecordFilter filter) {
        return table.search(filter, Optional.empty(), 10).stream()
                .map(delivery -> delivery.document().documentId())
                .toList();
    }

    private List<Delivery> all() {
        return table.search(RecordFilter.ALL, Optional.empty(), 10);
    }

    private List<Received> received(long document) {
        return database.run(connection -> table.received(connection, document));
    }

    private void end(String draft, End end) {
        database.inTransaction(connection -> {
            table.ended(connection, draft, end);
            return true;
        });
    }

    private Optional<Long> write(NewDelivery line) {
        try {
            return database.inTransaction(connection -> {
                Optional<Long> id = table.insert(connection, line);
                if (id.isEmpty()) {
                    throw new IllegalStateException("rolled back");
                }
                return id;
            });
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }

    private long sent(NewDelivery line, long mail) {
        long id = write(line).orElseThrow();
        database.inTransaction(connection -> {
            table.handedIn(connection, id, mail);
            return true;
        });
        return id;
    }

    private long mail() {
        OutgoingMail mail = OutgoingMail.builder()
                .from("juan@bajio.example")
                .to(ANA)
                .subject("Asunto")
                .text("Hola")
                .build();
        try (MimeContent content = MimeContent.of(mail)) {
            return outbox.enqueue(NewMail.of(1, Lane.BULK, mail), content).id();
        }
    }

    private void forget() {
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("DELETE FROM outbox_archive");
            }
        });
    }

    private static NewDelivery line(long document, OptionalLong grant, Optional<String> batch, String... addresses) {
        return new NewDelivery(
                new Delivery.Sent(document, 2, Kind.CHEQUE, "15", "AAAA010101AAA", "Ana Álvarez", ""),
                "JUAN",
                grant,
                "juan@bajio.example",
                new Delivery.Mail(
                        String.join(", ", addresses), "", "", "Asunto", "a.pdf, a.xml", "<5@bajio.example>", "ff"),
                batch,
                Optional.of("draft-" + document),
                NOON,
                Stream.of(addresses).map(address -> new Turn(address, 1)).toList());
    }
}
