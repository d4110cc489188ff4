package org.valija.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class ProfileTableTest {

    private static final Permission SEE_MAIL = new Permission(Function.OUTBOX, Operation.VIEW);
    private static final Permission SEND = new Permission(Function.SENDING, Operation.RUN);

    private final Database database;
    private final ProfileTable profiles;

    ProfileTableTest(TestDatabase kind) {
        this.database = InstalledDatabase.of(kind);
        this.profiles = new ProfileTable(database);
    }

    @Test
    void theOneThatComesWithTheInstallationMayDoEverythingAndStays() {
        Profile administration = profiles.find(Profile.ADMINISTRATION).orElseThrow();

        assertThat(administration.permissions()).isEqualTo(Permissions.EVERYTHING);
        assertThat(administration.administers()).isTrue();
        assertThat(administration.fixed()).isTrue();
        assertThat(update(profile(Profile.ADMINISTRATION, "Otra", SEND))).isFalse();
        assertThat(delete(Profile.ADMINISTRATION)).isFalse();
        assertThat(profiles.find(Profile.ADMINISTRATION)).hasValue(administration);
    }

    @Test
    void ofAFixedOneTooASecondFactorIsDemandedAndNothingElseChanges() {
        for (String code : List.of(Profile.ADMINISTRATION, Profile.SENDER)) {
            Profile before = profiles.find(code).orElseThrow();

            assertThat(require(code, true)).isTrue();
            assertThat(profiles.find(code)).hasValue(before.requiring(true)).isNotEqualTo(Optional.of(before));
            assertThat(require(code, false)).isTrue();
            assertThat(profiles.find(code)).hasValue(before);
        }
        assertThat(require("NADIE", true)).isFalse();
    }

    /** What senders could before there were profiles. */
    @Test
    void whoSendsMayWhatSendersCould() {
        Profile sender = profiles.find(Profile.SENDER).orElseThrow();
        Permissions may = sender.permissions();

        assertThat(sender.administers()).isFalse();
        assertThat(sender.secondFactorRequired()).isFalse();
        for (Function mine : List.of(
                Function.ACCOUNTS,
                Function.SENDING,
                Function.OUTBOX,
                Function.BULK,
                Function.DELIVERY_RECORD,
                Function.BANK_DOCUMENTS,
                Function.RETENCIONES,
                Function.REPORTS,
                Function.BENEFICIARIES)) {
            for (Operation operation : Operation.values()) {
                assertThat(may.may(mine, operation)).as(mine + "." + operation).isEqualTo(mine.has(operation));
            }
        }
        assertThat(may.may(Function.COMPANIES, Operation.VIEW)).isTrue();
        assertThat(may.may(Function.COMPANIES, Operation.CHANGE)).isFalse();
        for (Function others : List.of(
                Function.PROFILES,
                Function.PROGRAMS,
                Function.OAUTH_CLIENT,
                Function.SYSTEM_MAILBOX,
                Function.TEMPLATES,
                Function.AUDIT,
                Function.OPERATIONS)) {
            assertThat(may.may(others, Operation.VIEW)).as(others.name()).isFalse();
        }
    }

    @Test
    void whatWasWrittenIsReadAndACodeIsTakenOnce() {
        Profile clerk = profile("CAPTURA", "Captura", SEND, SEE_MAIL);

        assertThat(insert(clerk)).isTrue();
        assertThat(insert(profile("CAPTURA", "Otra"))).isFalse();

        assertThat(profiles.find("CAPTURA")).hasValue(clerk);
        assertThat(profiles.find("NADIE")).isEmpty();
    }

    @Test
    void aChangeReplacesAllPermissions() {
        insert(profile("CAPTURA", "Captura", SEND));

        Profile changed = new Profile("CAPTURA", "Consulta", true, true, false, Permissions.of(List.of(SEE_MAIL)));
        assertThat(update(changed)).isTrue();

        assertThat(profiles.find("CAPTURA")).hasValue(changed);
        assertThat(update(profile("NADIE", "Nadie"))).isFalse();
    }

    @Test
    void whatSomebodyHasIsNotDeleted() {
        insert(profile("CAPTURA", "Captura", SEND));
        UserTable users = new UserTable(database);
        users.insert(
                new User("ANA", "", "", "CAPTURA", true, Optional.empty(), true, false, false, Optional.empty()),
                "hash",
                Instant.EPOCH);
        assertThat(users.countByProfile()).containsEntry("CAPTURA", 1);
        assertThat(delete("CAPTURA")).isFalse();

        database.inTransaction(connection ->
                users.update(connection, "ANA", new UserData("", "", Profile.SENDER, Optional.empty(), true)));

        assertThat(delete("CAPTURA")).isTrue();
        assertThat(profiles.find("CAPTURA")).isEmpty();
    }

    @Test
    void thoseOfTheInstallationComeFirstAndTheOthersByName() {
        insert(profile("Z", "Captura"));
        insert(profile("A", "Zona norte"));

        assertThat(profiles.all())
                .extracting(Profile::code)
                .containsExactly(Profile.ADMINISTRATION, Profile.SENDER, "Z", "A");
    }

    private static Profile profile(String code, String name, Permission... permissions) {
        return new Profile(code, name, false, false, false, Permissions.of(List.of(permissions)));
    }

    private boolean insert(Profile profile) {
        return database.inTransaction(connection -> profiles.insert(connection, profile));
    }

    private boolean update(Profile profile) {
        return database.inTransaction(connection -> profiles.update(connection, profile));
    }

    private boolean require(String code, boolean required) {
        return database.inTransaction(connection -> profiles.requireSecondFactor(connection, code, required));
    }

    private boolean delete(String code) {
        return database.inTransaction(connection -> profiles.delete(connection, code));
    }
}
