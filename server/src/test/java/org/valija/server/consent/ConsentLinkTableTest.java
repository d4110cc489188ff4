package org.valija.server.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class ConsentLinkTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");

    private final Database database;
    private final ConsentLinkTable links;

    ConsentLinkTableTest(TestDatabase kind) {
        this.database = InstalledDatabase.of(kind);
        this.links = new ConsentLinkTable(database);
    }

    @Test
    void whatWasWrittenIsRead() {
        ConsentLink program = link("one", ConsentOrigin.PROGRAM, NOON.plusSeconds(1));
        ConsentLink mailed = link("two", ConsentOrigin.ADMINISTRATOR, NOON).mailed("ana@bajio.example", 9);

        insert(program, "hash");
        insert(mailed, "other");

        assertThat(links.find("one")).hasValue(program);
        assertThat(links.byHash("hash")).hasValue(program);
        assertThat(links.byHash("other")).hasValue(mailed);
        assertThat(links.find("hash")).isEmpty();
        assertThat(links.byHash("one")).isEmpty();
        assertThat(links.requests(10)).containsExactly(mailed);
        assertThat(links.mailed()).containsExactly(mailed);
    }

    @Test
    void thatItWasOpenedIsNotedOnceAndARefusalEachTime() {
        insert(link("one", ConsentOrigin.PROGRAM, NOON.plusSeconds(1)), "hash");

        links.opened("one", NOON);
        links.opened("one", NOON.plusSeconds(5));
        links.refused("one", NOON.plusMillis(5));
        links.refused("one", NOON.plusMillis(9));

        ConsentLink read = links.find("one").orElseThrow();
        assertThat(read.openedAt()).hasValue(NOON);
        assertThat(read.refusedAt()).hasValue(NOON.plusMillis(9));
    }

    @Test
    void ofSeveralAnswersOneIsLookedIntoUntilItsPlaceIsGivenBackOrStale() {
        insert(link("one", ConsentOrigin.ADMINISTRATOR, NOON.plusSeconds(1)), "hash");
        Instant stale = NOON.minusSeconds(120);

        assertThat(links.claim("one", NOON, stale)).isTrue();
        assertThat(links.claim("one", NOON, stale)).isFalse();
        links.release("one");
        assertThat(links.claim("one", NOON, stale)).isTrue();
        assertThat(links.claim("one", NOON.plusSeconds(121), NOON.plusSeconds(1)))
                .isTrue();

        assertThat(given("one", NOON.plusSeconds(122))).isTrue();
        assertThat(given("one", NOON.plusSeconds(123))).isFalse();
        assertThat(links.claim("one", NOON.plusSeconds(999), NOON.plusSeconds(998)))
                .isFalse();
        assertThat(links.find("one").orElseThrow().givenAt()).hasValue(NOON.plusSeconds(122));
    }

    @Test
    void askedAgainItHasAnotherAddressAndIsAsIfNobodyHadOpenedIt() {
        ConsentLink first =
                link("one", ConsentOrigin.ADMINISTRATOR, NOON.plusSeconds(1)).mailed("ana@bajio.example", 9);
        insert(first, "hash");
        links.opened("one", NOON);
        links.refused("one", NOON);
        cancel("one");

        ConsentLink again = first.again(NOON.plusSeconds(60)).mailed("ana@bajio.example", 12);
        assertThat(renew(again, "fresh")).isTrue();

        assertThat(links.byHash("hash")).isEmpty();
        assertThat(links.byHash("fresh")).hasValue(again);
        given("one", NOON);
        assertThat(renew(again, "third")).isFalse();
        assertThat(links.byHash("third")).isEmpty();
    }

    @Test
    void whatIsTakenBackIsNotUnansweredAndNeitherIsWhatIsGiven() {
        insert(link("one", ConsentOrigin.ADMINISTRATOR, NOON), "1");
        insert(link("two", ConsentOrigin.ALERT, NOON), "2");
        insert(link("three", ConsentOrigin.ALERT, NOON), "3");
        insert(link("four", ConsentOrigin.PROGRAM, NOON), "4");

        assertThat(cancel("one")).isTrue();
        assertThat(cancel("one")).isFalse();
        given("two", NOON);
        assertThat(cancel("two")).isFalse();
        assertThat(links.claim("one", NOON, NOON)).isFalse();

        assertThat(links.unanswered()).extracting(ConsentLink::id).containsExactly("three");
    }

    @Test
    void itsAskerIsToldOnceThatItWasGiven() {
        insert(link("one", ConsentOrigin.ADMINISTRATOR, NOON.plusSeconds(1)), "1");
        insert(link("two", ConsentOrigin.ADMINISTRATOR, NOON.plusSeconds(1)), "2");
        assertThat(links.unnoticed("ROSA", NOON)).isZero();

        given("one", NOON);

        assertThat(links.unnoticed("ROSA", NOON)).isEqualTo(1);
        assertThat(links.unnoticed("LUIS", NOON)).isZero();
        assertThat(links.notice("LUIS", NOON)).isEmpty();
        assertThat(links.notice("ROSA", NOON)).containsExactly("one");
        assertThat(links.notice("ROSA", NOON)).isEmpty();
        assertThat(links.unnoticed("ROSA", NOON)).isZero();
    }

    @Test
    void itsAskerIsToldOnceThatItExpiredAndOnceMoreWhenItIsGivenAllTheSame() {
        ConsentLink link = link("one", ConsentOrigin.ADMINISTRATOR, NOON);
        insert(link, "1");
        insert(link("two", ConsentOrigin.ADMINISTRATOR, NOON), "2");
        insert(link("three", ConsentOrigin.ALERT, NOON), "3");
        cancel("two");
        Instant end = link.expiresAt();
        assertThat(links.unnoticed("ROSA", end.minusMillis(1))).isZero();

        assertThat(links.unnoticed("ROSA", end)).isEqualTo(1);
        assertThat(links.notice("ROSA", end)).containsExactly("one");
        assertThat(links.unnoticed("ROSA", end)).isZero();

        given("one", end);
        assertThat(links.notice("ROSA", end)).containsExactly("one");
    }

    @Test
    void othersForTheSameMailboxAreGivenWithItWhichIsNoNewsToItsAsker() {
        insert(link("one", ConsentOrigin.ADMINISTRATOR, NOON), "1");
        insert(link("two", ConsentOrigin.ADMINISTRATOR, NOON), "2");
        insert(link("alert", ConsentOrigin.ALERT, NOON), "3");
        insert(link("program", ConsentOrigin.PROGRAM, NOON), "4");
        insert(link("back", ConsentOrigin.ADMINISTRATOR, NOON), "5");
        cancel("back");

        given("one", NOON);
        database.inTransaction(connection -> {
            links.givenWith(connection, link("one", ConsentOrigin.ADMINISTRATOR, NOON), NOON);
            return true;
        });

        assertThat(links.unanswered()).isEmpty();
        assertThat(links.find("two").orElseThrow().givenAt()).hasValue(NOON);
        assertThat(links.find("program").orElseThrow().givenAt()).isEmpty();
        assertThat(links.find("back").orElseThrow().givenAt()).isEmpty();
        assertThat(links.notice("ROSA", NOON.plusSeconds(1))).containsExactly("one");
    }

    @Test
    void askedAgainItMayExpireAnew() {
        ConsentLink link = link("one", ConsentOrigin.ADMINISTRATOR, NOON);
        insert(link, "1");
        links.notice("ROSA", link.expiresAt());

        renew(link.again(link.expiresAt().plusSeconds(60)), "fresh");

        assertThat(links.unnoticed("ROSA", link.expiresAt())).isZero();
        assertThat(links.unnoticed("ROSA", link.expiresAt().plusSeconds(60))).isEqualTo(1);
    }

    @Test
    void itsMailIsFoundUnderItsNewNumber() {
        insert(link("one", ConsentOrigin.ALERT, NOON).mailed("ana@bajio.example", 9), "1");

        database.inTransaction(connection -> {
            links.moved(connection, 9, 31);
            links.moved(connection, 8, 32);
            return true;
        });

        assertThat(links.find("one").orElseThrow().outboxId()).hasValue(31L);
        links.forgetMail("one");
        assertThat(links.mailed()).isEmpty();
    }

    @Test
    void whatEndedLongAgoIsForgottenEachKindInItsTime() {
        insert(link("old program", ConsentOrigin.PROGRAM, NOON.minusSeconds(61)), "1");
        insert(link("program", ConsentOrigin.PROGRAM, NOON.minusSeconds(60)), "2");
        insert(link("old request", ConsentOrigin.ALERT, NOON.minusSeconds(601)), "3");
        insert(link("request", ConsentOrigin.ALERT, NOON.minusSeconds(600)), "4");

        links.forget(NOON.minusSeconds(60), NOON.minusSeconds(600));

        assertThat(links.find("old program")).isEmpty();
        assertThat(links.find("program")).isPresent();
        assertThat(links.find("old request")).isEmpty();
        assertThat(links.find("request")).isPresent();
    }

    private void insert(ConsentLink link, String hash) {
        database.inTransaction(connection -> {
            links.insert(connection, link, hash);
            return true;
        });
    }

    private boolean cancel(String id) {
        return database.inTransaction(connection -> links.cancel(connection, id, NOON));
    }

    private boolean renew(ConsentLink link, String hash) {
        return database.inTransaction(connection -> links.renew(connection, link, hash));
    }

    private static ConsentLink link(String id, ConsentOrigin origin, Instant expiresAt) {
        return new ConsentLink(
                id,
                origin,
                origin == ConsentOrigin.PROGRAM ? Optional.of(7L) : Optional.empty(),
                "ROSA",
                "ANA",
                1,
                "ana@bajio.example",
                Optional.empty(),
                Optional.empty(),
                NOON.minusSeconds(1000),
                expiresAt,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private boolean given(String id, Instant now) {
        return database.inTransaction(connection -> links.given(connection, id, now));
    }
}
