package org.valija.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.bulk.BulkTable.End;
import org.valija.server.bulk.BulkTable.NewBulk;
import org.valija.server.database.InstalledDatabase;
import org.valija.server.users.CompanyScope;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class BulkTableTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123Z");
    private static final long COMPANY = 7;
    private static final long ACCOUNT = 3;

    private final Database database;
    private final BulkTable bulks;

    BulkTableTest(TestDatabase kind) {
        this.database = InstalledDatabase.of(kind);
        this.bulks = new BulkTable(database);
    }

    @Test
    void whatWasWrittenIsRead() {
        long id = insert("JUAN");

        assertThat(bulks.find(id))
                .hasValue(new BulkDelivery(
                        id,
                        COMPANY,
                        "JUAN",
                        "Retenciones de 2025",
                        BulkState.CHECKING,
                        Optional.empty(),
                        BulkOptions.STANDARD,
                        1_000,
                        0,
                        0,
                        0,
                        NOON,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(bulks.find(id + 1)).isEmpty();
    }

    @Test
    void itStartsOnceAndOnlyWhenItIsPrepared() {
        long id = insert("JUAN");
        BulkOptions options = new BulkOptions(true, false, true, true);
        assertThat(start(id, options)).isFalse();
        change(id, BulkState.CHECKING, BulkState.PREPARED);

        assertThat(start(id, options)).isTrue();
        assertThat(start(id, BulkOptions.STANDARD)).isFalse();

        BulkDelivery started = bulks.find(id).orElseThrow();
        assertThat(started.state()).isEqualTo(BulkState.RUNNING);
        assertThat(started.grantId()).hasValue(ACCOUNT);
        assertThat(started.options()).isEqualTo(options);
        assertThat(started.startedAt()).hasValue(NOON);
    }

    @Test
    void documentsAreCountedOnlyWhileItRuns() {
        long id = running();
        assertThat(handedIn(id)).isTrue();
        assertThat(change(id, BulkState.RUNNING, BulkState.PAUSED)).isTrue();

        assertThat(handedIn(id)).isFalse();

        assertThat(change(id, BulkState.RUNNING, BulkState.STOPPING)).isFalse();
        assertThat(bulks.find(id).orElseThrow().handedIn()).isEqualTo(1);
    }

    @Test
    void oneNodeHoldsItUntilItLetsGoOrIsSilent() {
        long id = running();

        assertThat(bulks.hold(id, "a", Duration.ofMinutes(1))).isTrue();
        assertThat(bulks.hold(id, "a", Duration.ofMinutes(1))).isTrue();
        assertThat(bulks.hold(id, "b", Duration.ofMinutes(1))).isFalse();
        bulks.letGo("b");
        assertThat(bulks.hold(id, "b", Duration.ofMinutes(1))).isFalse();
        bulks.letGo("a");
        assertThat(bulks.hold(id, "b", Duration.ofSeconds(-1))).isTrue();

        assertThat(bulks.hold(id, "a", Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void thoseAtWorkAreThoseThatSomethingIsToBeDoneFor() {
        long checking = insert("JUAN");
        long prepared = insert("JUAN");
        change(prepared, BulkState.CHECKING, BulkState.PREPARED);
        long running = running();
        long paused = running();
        change(paused, BulkState.RUNNING, BulkState.PAUSED);
        long stopping = running();
        change(stopping, BulkState.RUNNING, BulkState.STOPPING);

        assertThat(bulks.atWork()).containsExactly(checking, running, stopping);
        assertThat(bulks.paused()).containsExactly(paused);
        End end = new End(BulkState.STOPPING, BulkState.STOPPED, 4, 6, NOON);
        assertThat(end(stopping, "a", end)).isFalse();
        assertThat(bulks.hold(stopping, "b", Duration.ofMinutes(1))).isTrue();
        assertThat(end(stopping, "a", end)).isFalse();
        assertThat(end(stopping, "b", end)).isTrue();
        assertThat(end(stopping, "b", end)).isFalse();

        assertThat(bulks.atWork()).containsExactly(checking, running);
        BulkDelivery ended = bulks.find(stopping).orElseThrow();
        assertThat(ended.sent()).isEqualTo(4);
        assertThat(ended.notSent()).isEqualTo(6);
        assertThat(ended.endedAt()).hasValue(NOON);
    }

    @Test
    void onlyWhatWasNotStartedIsDeletedAndItsDocumentsPlacesWithIt() {
        BulkItemTable items = new BulkItemTable(database);
        long running = running();
        long prepared = insert("JUAN");
        database.inTransaction(connection -> {
            items.insert(connection, prepared, List.of(11L, 12L));
            return true;
        });

        assertThat(delete(running)).isFalse();
        assertThat(delete(prepared)).isTrue();

        assertThat(bulks.find(prepared)).isEmpty();
        assertThat(items.counts(prepared)).isEmpty();
    }

    @Test
    void theLatestComeFirstAndEachSeesTheirOwn() {
        long first = insert("JUAN");
        long lucias = insert("LUCIA");
        long last = insert("JUAN");

        assertThat(ids(Optional.of("JUAN"), Optional.empty(), 10)).containsExactly(last, first);
        assertThat(ids(Optional.empty(), Optional.empty(), 2)).containsExactly(last, lucias);
        assertThat(ids(Optional.empty(), Optional.of(lucias), 10)).containsExactly(first);
    }

    @Test
    void whatHindersItIsKnownUntilTheNextDocumentIsHandedIn() {
        Trouble trouble = new Trouble("bulk.later", List.of("A-17"));
        long id = running();
        long prepared = insert("JUAN");

        bulks.hinder(id, trouble);
        bulks.hinder(prepared, trouble);

        assertThat(bulks.find(id).orElseThrow().trouble()).hasValue(trouble);
        assertThat(bulks.find(prepared).orElseThrow().trouble()).isEmpty();
        handedIn(id);
        assertThat(bulks.find(id).orElseThrow().trouble()).isEmpty();
    }

    @Test
    void thoseOfOtherCompaniesAreLeftOut() {
        long id = insert("JUAN");

        assertThat(bulks.latest(Optional.empty(), CompanyScope.of(Set.of(COMPANY, 9L)), Optional.empty(), 10))
                .extracting(BulkDelivery::id)
                .containsExactly(id);
        assertThat(bulks.latest(Optional.of("JUAN"), CompanyScope.of(Set.of(9L)), Optional.empty(), 10))
                .isEmpty();
        assertThat(bulks.latest(Optional.empty(), CompanyScope.of(Set.of()), Optional.empty(), 10))
                .isEmpty();
    }

    private boolean end(long id, String node, End end) {
        return database.inTransaction(connection -> bulks.end(connection, id, node, end));
    }

    private List<Long> ids(Optional<String> user, Optional<Long> olderThan, int most) {
        return bulks.latest(user, CompanyScope.EVERY, olderThan, most).stream()
                .map(BulkDelivery::id)
                .toList();
    }

    private long insert(String user) {
        NewBulk bulk = new NewBulk(COMPANY, user, "Retenciones de 2025", 1_000);
        return database.inTransaction(connection -> bulks.insert(connection, bulk, NOON));
    }

    private long running() {
        long id = insert("JUAN");
        change(id, BulkState.CHECKING, BulkState.PREPARED);
        start(id, BulkOptions.STANDARD);
        return id;
    }

    private boolean start(long id, BulkOptions options) {
        return database.inTransaction(connection -> bulks.start(connection, id, ACCOUNT, options, NOON));
    }

    private boolean change(long id, BulkState from, BulkState to) {
        return database.inTransaction(connection -> bulks.change(connection, id, List.of(from), to));
    }

    private boolean handedIn(long id) {
        return database.inTransaction(connection -> bulks.handedIn(connection, id));
    }

    private boolean delete(long id) {
        return database.inTransaction(connection -> bulks.delete(connection, id));
    }
}
