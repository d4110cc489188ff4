package org.valija.server.users;

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
class UserTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final User ANA = new User(
            "ANA",
            "Ana Ñúñez",
            "ana@bajio.example",
            Profile.ADMINISTRATION,
            true,
            Optional.of(Language.ENGLISH),
            true,
            true,
            false,
            Optional.empty());

    private final Database database;
    private final UserTable users;

    UserTableTest(TestDatabase database) {
        this.database = InstalledDatabase.of(database);
        this.users = new UserTable(this.database);
    }

    @Test
    void whatWasWrittenIsRead() {
        users.insert(ANA, "hash", NOON);

        assertThat(users.find("ANA")).hasValue(ANA);
        assertThat(users.find("ana")).isEmpty();
        assertThat(users.keyHash("ANA")).hasValue("hash");
    }

    @Test
    void aTakenCodeKeepsItsUser() {
        assertThat(users.insert(ANA, "hash", NOON)).isTrue();
        User other = new User(
                "ANA", "Otra", "", Profile.SENDER, true, Optional.empty(), true, false, true, Optional.empty());

        assertThat(users.insert(other, "other", NOON)).isFalse();

        assertThat(users.find("ANA")).hasValue(ANA);
        assertThat(users.keyHash("ANA")).hasValue("hash");
    }

    @Test
    void changingTheRecordLeavesKeyAndOption() {
        users.insert(ANA, "hash", NOON);
        users.updateOption("ANA", true);

        change("ANA", new UserData("Ana", "ana@otra.example", Profile.SENDER, Optional.empty(), true));

        assertThat(users.find("ANA"))
                .hasValue(new User(
                        "ANA",
                        "Ana",
                        "ana@otra.example",
                        Profile.SENDER,
                        true,
                        Optional.empty(),
                        true,
                        true,
                        true,
                        Optional.empty()));
        assertThat(users.keyHash("ANA")).hasValue("hash");
    }

    @Test
    void aChangedKeyNeedNotBeChangedAgain() {
        users.insert(ANA, "hash", NOON);

        users.updateKey("ANA", "new", false);

        assertThat(users.keyHash("ANA")).hasValue("new");
        assertThat(users.find("ANA").orElseThrow().mustChange()).isFalse();
    }

    @Test
    void theMarkOfAKeyIsItsHashsAndAnotherWithEachKey() {
        users.insert(ANA, "hash", NOON);
        assertThat(users.keyState("ANA")).hasValue(KeyState.of("hash", true));

        users.updateKey("ANA", "new", false);

        assertThat(users.keyState("ANA")).hasValue(KeyState.of("new", false));
        assertThat(KeyState.of("new", false).mark())
                .isNotEqualTo(KeyState.of("hash", false).mark())
                .doesNotContain("new");
        assertThat(users.keyState("LUIS")).isEmpty();
    }

    @Test
    void whoIsNotActiveHasNoKeyToEnterWith() {
        users.insert(ANA, "hash", NOON);

        change("ANA", new UserData("Ana", "", Profile.ADMINISTRATION, Optional.empty(), false));

        assertThat(users.keyHash("ANA")).isEmpty();
        assertThat(users.keyState("ANA")).isEmpty();
    }

    @Test
    void theLastEntryIsKeptToTheMillisecond() {
        users.insert(ANA, "hash", NOON);

        users.entered("ANA", NOON);

        assertThat(users.find("ANA").orElseThrow().lastEntryAt()).hasValue(NOON);
    }

    @Test
    void allComeInTheOrderOfTheirCodes() {
        for (String code : new String[] {"LUIS", "ANA", "SUPERVISOR"}) {
            users.insert(
                    new User(
                            code, "", "", Profile.SENDER, true, Optional.empty(), true, false, false, Optional.empty()),
                    "hash",
                    NOON);
        }

        assertThat(users.all()).extracting(User::code).containsExactly("ANA", "LUIS", "SUPERVISOR");
    }

    @Test
    void theLanguageIsKeptAndChangedByItself() {
        users.insert(ANA, "hash", NOON);
        assertThat(users.find("ANA").orElseThrow().language()).hasValue(Language.ENGLISH);

        users.updateLanguage("ANA", Language.SPANISH);

        assertThat(users.find("ANA").orElseThrow().language()).hasValue(Language.SPANISH);
    }

    @Test
    void whetherAllCompaniesAreSeenIsKept() {
        users.insert(ANA, "hash", NOON);
        assertThat(users.find("ANA").orElseThrow().allCompanies()).isTrue();

        database.inTransaction(connection -> {
            users.updateAllCompanies(connection, "ANA", false);
            return true;
        });

        assertThat(users.find("ANA").orElseThrow().allCompanies()).isFalse();
    }

    @Test
    void whoIsNotThereIsNotChanged() {
        assertThat(change("LUIS", new UserData("Luis", "", Profile.SENDER, Optional.empty(), true)))
                .isFalse();
    }

    private boolean change(String code, UserData data) {
        return database.inTransaction(connection -> users.update(connection, code, data));
    }
}
