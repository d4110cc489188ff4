package org.valija.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.server.sessions.WebSessionTable.Found;
import org.valija.server.sessions.WebSessionTable.Row;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class WebSessionTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final Instant EVENING = NOON.plus(Duration.ofHours(8));
    private static final SessionPlace OFFICE = new SessionPlace(new DeviceName("Chrome", "Windows"), "192.0.2.1");
    private static final Row ANA = new Row(Optional.of("ANA"), OFFICE, NOON, NOON, EVENING);

    private final Database database;
    private final WebSessionTable sessions;

    WebSessionTableTest(TestDatabase kind) {
        this.database = InstalledDatabase.of(kind);
        this.sessions = new WebSessionTable(database);
    }

    @Test
    void whatWasWrittenIsRead() {
        sessions.insert("a", ANA, Map.of("one", octets("1"), "two", octets("2")), Optional.empty());

        Found found = sessions.find("a", NOON).orElseThrow();

        assertThat(found.row()).isEqualTo(ANA);
        assertThat(found.attributes()).containsOnlyKeys("one", "two");
        assertThat(found.attributes().get("two")).isEqualTo(octets("2"));
    }

    @Test
    void aSessionWithoutUserAndAttributesIsOne() {
        Row nobody = new Row(Optional.empty(), SessionPlace.UNKNOWN, NOON, NOON, EVENING);
        sessions.insert("a", nobody, Map.of(), Optional.empty());

        assertThat(sessions.find("a", NOON)).hasValue(new Found(nobody, Map.of()));
    }

    @Test
    void oneThatHasExpiredIsNotFoundAndIsDeleted() {
        sessions.insert("a", ANA, Map.of("one", octets("1")), Optional.empty());
        sessions.insert(
                "b",
                new Row(Optional.of("ANA"), OFFICE, NOON, NOON, EVENING.plusMillis(1)),
                Map.of(),
                Optional.empty());

        assertThat(sessions.find("a", EVENING)).isEmpty();
        assertThat(sessions.ofUser("ANA", EVENING)).containsOnlyKeys("b");
        assertThat(sessions.deleteExpired(EVENING, 10)).isEqualTo(1);
        assertThat(sessions.find("a", NOON)).isEmpty();
        assertThat(sessions.find("b", NOON)).isPresent();
    }

    @Test
    void expiredOnesAreDeletedInPortions() {
        for (int i = 0; i < 5; i++) {
            sessions.insert("s" + i, ANA, Map.of("one", octets("1")), Optional.empty());
        }

        assertThat(sessions.deleteExpired(EVENING, 3)).isEqualTo(3);
        assertThat(sessions.deleteExpired(EVENING, 3)).isEqualTo(2);
        assertThat(sessions.deleteExpired(EVENING, 3)).isZero();
    }

    @Test
    void attributesAreChangedOneByOne() {
        sessions.insert("a", ANA, Map.of("one", octets("1"), "two", octets("2")), Optional.empty());
        Row later = new Row(Optional.of("ANA"), OFFICE, NOON, NOON.plusSeconds(9), EVENING.plusSeconds(9));

        assertThat(sessions.update(
                        "a",
                        later,
                        Map.of(
                                "one",
                                Optional.empty(),
                                "two",
                                Optional.of(octets("II")),
                                "three",
                                Optional.of(octets("3")))))
                .isTrue();

        Found found = sessions.find("a", NOON).orElseThrow();
        assertThat(found.row()).isEqualTo(later);
        assertThat(found.attributes()).containsOnlyKeys("two", "three");
        assertThat(found.attributes().get("two")).isEqualTo(octets("II"));
    }

    @Test
    void requestsThatChangeDifferentAttributesAtOnceLoseNone() throws Exception {
        sessions.insert("a", ANA, Map.of(), Optional.empty());
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> changes = List.of("1", "2", "3", "4", "5", "6", "7", "8").stream()
                    .map(name -> (Callable<Boolean>)
                            () -> sessions.update("a", ANA, Map.of(name, Optional.of(octets(name)))))
                    .toList();
            for (Future<Boolean> one : pool.invokeAll(changes)) {
                assertThat(one.get()).isTrue();
            }
        } finally {
            pool.shutdown();
        }
        assertThat(sessions.find("a", NOON).orElseThrow().attributes()).hasSize(8);
    }

    @Test
    void whatHasEndedComesNotBack() {
        sessions.insert("a", ANA, Map.of("one", octets("1")), Optional.empty());

        sessions.delete(List.of("a"));

        assertThat(sessions.update("a", ANA, Map.of("one", Optional.of(octets("1")))))
                .isFalse();
        assertThat(sessions.access("a", ANA)).isFalse();
        assertThat(sessions.find("a", NOON)).isEmpty();
    }

    @Test
    void aSessionInPlaceOfAnotherEndsThat() {
        sessions.insert(
                "before",
                new Row(Optional.empty(), SessionPlace.UNKNOWN, NOON, NOON, EVENING),
                Map.of("one", octets("1")),
                Optional.empty());

        sessions.insert("after", ANA, Map.of("one", octets("I")), Optional.of("before"));

        assertThat(sessions.find("before", NOON)).isEmpty();
        assertThat(sessions.find("after", NOON).orElseThrow().attributes()).containsOnlyKeys("one");
    }

    @Test
    void theTimeOfTheLastAccessIsWrittenAlone() {
        sessions.insert("a", ANA, Map.of("one", octets("1")), Optional.empty());
        Row later = new Row(Optional.of("ANA"), OFFICE, NOON, NOON.plusSeconds(60), EVENING.plusSeconds(60));

        assertThat(sessions.access("a", later)).isTrue();

        Found found = sessions.find("a", EVENING).orElseThrow();
        assertThat(found.row()).isEqualTo(later);
        assertThat(found.attributes()).containsOnlyKeys("one");
    }

    @Test
    void aUsersSessionsAreFound() {
        sessions.insert("a", ANA, Map.of(), Optional.empty());
        sessions.insert("b", ANA, Map.of(), Optional.empty());
        sessions.insert("c", new Row(Optional.of("LUIS"), OFFICE, NOON, NOON, EVENING), Map.of(), Optional.empty());

        assertThat(sessions.ofUser("ANA", NOON)).containsOnlyKeys("a", "b");
    }

    @Test
    void aUsersSessionsEndTogetherWithTheTransaction() {
        sessions.insert("a", ANA, Map.of("one", octets("1")), Optional.empty());
        sessions.insert("b", ANA, Map.of(), Optional.empty());
        sessions.insert("c", new Row(Optional.of("LUIS"), OFFICE, NOON, NOON, EVENING), Map.of(), Optional.empty());

        int ended = database.inTransaction(connection -> sessions.deleteOfUser(connection, "ANA"));

        assertThat(ended).isEqualTo(2);
        assertThat(sessions.find("a", NOON)).isEmpty();
        assertThat(sessions.find("c", NOON)).isPresent();
    }

    @Test
    void thoseWhoHaveEnteredAreListedTheLastUsedFirst() {
        Row used = new Row(Optional.of("LUIS"), OFFICE, NOON, NOON.plusSeconds(60), EVENING);
        sessions.insert("a", ANA, Map.of(), Optional.empty());
        sessions.insert("b", used, Map.of(), Optional.empty());
        sessions.insert(
                "nobody",
                new Row(Optional.empty(), SessionPlace.UNKNOWN, NOON, NOON, EVENING),
                Map.of(),
                Optional.empty());

        assertThat(sessions.entered(Optional.empty(), NOON, 10))
                .containsExactly(Map.entry("b", used), Map.entry("a", ANA));
        assertThat(sessions.entered(Optional.empty(), NOON, 1)).containsExactly(Map.entry("b", used));
        assertThat(sessions.entered(Optional.of("ANA"), NOON, 10)).containsExactly(Map.entry("a", ANA));
        assertThat(sessions.entered(Optional.empty(), EVENING, 10)).isEmpty();
    }

    @Test
    void oneSessionEndsIfItIsThatUsers() {
        sessions.insert("a", ANA, Map.of(), Optional.empty());

        assertThat(database.<Boolean>inTransaction(connection -> sessions.deleteOfUser(connection, "LUIS", "a")))
                .isFalse();
        assertThat(sessions.find("a", NOON)).isPresent();
        assertThat(database.<Boolean>inTransaction(connection -> sessions.deleteOfUser(connection, "ANA", "a")))
                .isTrue();
        assertThat(sessions.find("a", NOON)).isEmpty();
    }

    @Test
    void allButOneEnd() {
        sessions.insert("a", ANA, Map.of(), Optional.empty());
        sessions.insert("b", ANA, Map.of(), Optional.empty());
        sessions.insert("c", new Row(Optional.of("LUIS"), OFFICE, NOON, NOON, EVENING), Map.of(), Optional.empty());

        int ended = database.inTransaction(connection -> sessions.deleteOfUserExcept(connection, "ANA", "a"));

        assertThat(ended).isEqualTo(1);
        assertThat(sessions.find("a", NOON)).isPresent();
        assertThat(sessions.find("b", NOON)).isEmpty();
        assertThat(sessions.find("c", NOON)).isPresent();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
