package org.valija.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.bulk.BulkItem.Seen;
import org.valija.server.bulk.BulkTable.NewBulk;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class BulkItemTableTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123Z");
    private static final Seen ANA =
            new Seen("RETENCION", "A-17", "Ana Álvarez", "ana@cliente.example", Optional.of(NOON));

    private final Database database;
    private final BulkItemTable items;
    private final long bulk;

    BulkItemTableTest(TestDatabase kind) {
        this.database = InstalledDatabase.of(kind);
        this.items = new BulkItemTable(database);
        BulkTable bulks = new BulkTable(database);
        NewBulk all = new NewBulk(1, "JUAN", "Retenciones", 3);
        this.bulk = database.inTransaction(connection -> bulks.insert(connection, all, NOON));
    }

    @Test
    void documentsKeepTheirOrder() {
        insert(31, 11, 21);

        assertThat(items.page(bulk, List.of(), 0, 10))
                .extracting(BulkItem::documentId)
                .containsExactly(31L, 11L, 21L);
        assertThat(items.page(bulk, List.of(), 1, 1))
                .containsExactly(new BulkItem(bulk, 2, 11, ItemState.TO_CHECK, Seen.NOTHING, "", Optional.empty()));
        assertThat(items.find(bulk, 3)).map(BulkItem::documentId).hasValue(21L);
        assertThat(items.find(bulk, 4)).isEmpty();
        assertThat(items.page(bulk + 1, List.of(), 0, 10)).isEmpty();
    }

    @Test
    void aDocumentIsInADeliveryOnce() {
        assertThatThrownBy(() -> insert(11, 11)).isInstanceOf(DatabaseException.class);

        assertThat(items.counts(bulk)).isEmpty();
    }

    @Test
    void manyAreWrittenInParts() {
        insert(LongStream.rangeClosed(1, 1_203).toArray());

        assertThat(items.counts(bulk)).containsExactly(entry(ItemState.TO_CHECK, 1_203L));
        assertThat(items.page(bulk, List.of(ItemState.TO_CHECK), 1_200, 10)).hasSize(3);
    }

    @Test
    void whatWasFoundIsKeptOfThoseThatWereToBeLookedAt() {
        insert(11, 12, 13);
        BulkItem ready = new BulkItem(bulk, 1, 11, ItemState.READY, ANA, "", Optional.empty());
        BulkItem without = new BulkItem(bulk, 3, 13, ItemState.NO_ADDRESS, ANA, "", Optional.empty());

        checked(ready, without);
        checked(ready.in(ItemState.NOT_STAMPED));

        assertThat(items.page(bulk, List.of(), 0, 10))
                .containsExactly(
                        ready,
                        new BulkItem(bulk, 2, 12, ItemState.TO_CHECK, Seen.NOTHING, "", Optional.empty()),
                        without);
        assertThat(items.page(bulk, List.of(ItemState.NO_ADDRESS, ItemState.READY), 0, 10))
                .containsExactly(ready, without);
        assertThat(items.page(bulk, List.of(ItemState.NO_ADDRESS, ItemState.READY), 0, 1))
                .containsExactly(ready);
    }

    @Test
    void oneIsTakenOnceAndWithItsMail() {
        BulkItem ready = ready(11).getFirst();

        assertThat(take(ready, 500)).isTrue();
        assertThat(take(ready, 501)).isFalse();
        assertThat(items.putAside(ready, ItemState.FAILED, "bulk.trouble.preparation"))
                .isFalse();

        BulkItem taken = items.find(bulk, 1).orElseThrow();
        assertThat(taken.state()).isEqualTo(ItemState.HANDED_IN);
        assertThat(taken.outboxId()).hasValue(500L);
        assertThat(items.ofMails(bulk, List.of(499L, 500L))).containsExactly(taken);
        assertThat(items.ofMails(bulk + 1, List.of(500L))).isEmpty();
        assertThat(items.ofMails(bulk, List.of())).isEmpty();
    }

    @Test
    void whatIsRolledBackWithItsMailWasNotTaken() {
        BulkItem ready = ready(11).getFirst();

        assertThatThrownBy(() -> database.inTransaction(connection -> {
                    items.take(connection, ready, 500);
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");

        assertThat(items.find(bulk, 1)).hasValue(ready);
    }

    @Test
    void onePutAsideSaysWhy() {
        BulkItem ready = ready(11).getFirst();

        assertThat(items.putAside(ready, ItemState.FAILED, "error.some\nthing")).isTrue();

        BulkItem failed = items.find(bulk, 1).orElseThrow();
        assertThat(failed.state()).isEqualTo(ItemState.FAILED);
        assertThat(failed.trouble()).isEqualTo("error.some\nthing");
    }

    @Test
    void theWholeOfAStateChanges() {
        ready(11, 12, 13);
        take(items.find(bulk, 2).orElseThrow(), 500);

        int stopped = database.<Integer>inTransaction(
                connection -> items.change(connection, bulk, ItemState.READY, ItemState.STOPPED));

        assertThat(stopped).isEqualTo(2);
        assertThat(has(ItemState.READY)).isFalse();
        assertThat(has(ItemState.STOPPED)).isTrue();
        assertThat(items.counts(bulk)).containsOnly(entry(ItemState.STOPPED, 2L), entry(ItemState.HANDED_IN, 1L));
    }

    private boolean has(ItemState state) {
        return database.inTransaction(connection -> items.has(connection, bulk, state));
    }

    private void insert(long... documents) {
        database.inTransaction(connection -> {
            items.insert(connection, bulk, LongStream.of(documents).boxed().toList());
            return true;
        });
    }

    private List<BulkItem> ready(long... documents) {
        insert(documents);
        items.page(bulk, List.of(), 0, documents.length)
                .forEach(item -> checked(
                        new BulkItem(bulk, item.seq(), item.documentId(), ItemState.READY, ANA, "", Optional.empty())));
        return items.page(bulk, List.of(), 0, documents.length);
    }

    private void checked(BulkItem... some) {
        database.inTransaction(connection -> {
            items.checked(connection, List.of(some));
            return true;
        });
    }

    private boolean take(BulkItem item, long outboxId) {
        return database.inTransaction(connection -> items.take(connection, item, outboxId));
    }
}
