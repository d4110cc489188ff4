package org.valija.server.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.server.secondfactor.SecondFactorTable.Row;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

/** Both tables: the codes belong to a second factor and go with it. */
@ParameterizedClass
@EnumSource
class SecondFactorTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final Row ANA = new Row("ANA", "v1:1:sealed", "mark", 100, NOON);

    private final Database database;
    private final SecondFactorTable factors;
    private final RecoveryCodeTable codes;

    SecondFactorTableTest(TestDatabase kind) {
        this.database = InstalledDatabase.of(kind);
        this.factors = new SecondFactorTable(database);
        this.codes = new RecoveryCodeTable(database);
    }

    @Test
    void whatWasWrittenIsRead() {
        assertThat(insert(ANA)).isTrue();

        assertThat(factors.find("ANA")).hasValue(ANA);
        assertThat(factors.mark("ANA")).hasValue("mark");
        assertThat(factors.find("LUIS")).isEmpty();
        assertThat(factors.mark("LUIS")).isEmpty();
    }

    @Test
    void whoHasOneKeepsIt() {
        insert(ANA);

        assertThat(insert(new Row("ANA", "v1:1:other", "other", 1, NOON))).isFalse();

        assertThat(factors.find("ANA")).hasValue(ANA);
    }

    @Test
    void aCodeIsTakenOnceAndNoneBeforeIt() {
        insert(ANA);

        assertThat(factors.take("ANA", "mark", 100)).isFalse();
        assertThat(factors.take("ANA", "mark", 102)).isTrue();
        assertThat(factors.take("ANA", "mark", 102)).isFalse();
        assertThat(factors.take("ANA", "mark", 101)).isFalse();
        assertThat(factors.take("ANA", "another mark", 103)).isFalse();
        assertThat(factors.take("ANA", "mark", 103)).isTrue();
    }

    @Test
    void ofManyWhoTakeTheSameCodeAtOnceOneDoes() throws Exception {
        insert(ANA);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Callable<Boolean> take = () -> factors.take("ANA", "mark", 101);
            List<Callable<Boolean>> all = new ArrayList<>(Collections.nCopies(16, take));
            int taken = 0;
            for (Future<Boolean> one : pool.invokeAll(all)) {
                taken += one.get() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void recoveryCodesAreReplacedTakenOnceAndGoWithTheFactor() {
        insert(ANA);
        replace("ANA", List.of("one", "two"));
        replace("ANA", List.of("three", "four"));

        assertThat(codes.ofUser("ANA"))
                .extracting(RecoveryCodeTable.Row::codeHash)
                .containsExactly("three", "four");
        long id = codes.ofUser("ANA").getFirst().id();
        assertThat(take(id)).isTrue();
        assertThat(take(id)).isFalse();
        assertThat(codes.count("ANA")).isEqualTo(1);

        assertThat(database.<Boolean>inTransaction(connection -> factors.delete(connection, "ANA")))
                .isTrue();
        assertThat(database.<Boolean>inTransaction(connection -> factors.delete(connection, "ANA")))
                .isFalse();
        assertThat(factors.find("ANA")).isEmpty();
        assertThat(codes.ofUser("ANA")).isEmpty();
    }

    private boolean insert(Row row) {
        return database.inTransaction(connection -> factors.insert(connection, row));
    }

    private void replace(String user, List<String> hashes) {
        database.inTransaction(connection -> {
            codes.replace(connection, user, hashes);
            return true;
        });
    }

    private boolean take(long id) {
        return database.inTransaction(connection -> codes.take(connection, id));
    }
}
