package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.valija.oauth.VaultFixture.JUAN;
import static org.valija.oauth.VaultFixture.LUCIA;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.oauth.VaultAdministration.KeyInfo;
import org.valija.oauth.VaultAdministration.Reencryption;
import org.valija.oauth.VaultKeyException.Problem;
import org.valija.simulator.google.Rotation;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
class KeyRotationTest {

    @Parameter
    TestDatabase database;

    private VaultFixture fixture;
    private VaultAdministration administration;
    private String first;

    @BeforeEach
    void start() {
        fixture = new VaultFixture(database);
        administration = administration(fixture.keyFile);
        first = administration.keys().get(0).id();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aNewKeyOpensButDoesNotSealUntilItIsPrimary() {
        String added = administration.add();
        fixture.connect("JUAN", JUAN);

        assertThat(key(added)).satisfies(info -> {
            assertThat(info.here()).isTrue();
            assertThat(info.primary()).isFalse();
            assertThat(info.sealedValues()).isZero();
        });
        administration.makePrimary(added);
        fixture.connect("LUCIA", LUCIA);

        assertThat(keyOf("LUCIA")).isEqualTo(added);
        assertThat(keyOf("JUAN")).isEqualTo(first);
        assertThat(key(first).sealedValues()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void reencryptionMovesEverySealedValueAndNothingElse() {
        Grant grant = fixture.connect("JUAN", JUAN);
        fixture.begin("LUCIA", LUCIA);
        String added = administration.add();
        administration.makePrimary(added);

        Reencryption done = administration.reencrypt(rows -> {});

        assertThat(done.unreadable()).isEmpty();
        assertThat(done.remaining()).isZero();
        // One grant, one client, one authorisation begun and one ended.
        assertThat(done.rewritten()).isEqualTo(4);
        assertThat(key(first).sealedValues()).isZero();
        assertThat(administration.reencrypt(rows -> {}).rewritten()).isZero();
        assertThat(fixture.node("node-2").vault().accessToken(grant.id())).isInstanceOf(TokenResult.Usable.class);
    }

    @Test
    void reencryptionGoesOnWhereItWasInterrupted() {
        for (int i = 0; i < 6; i++) {
            fixture.connect("USER" + i, JUAN);
        }
        administration.makePrimary(administration.add());
        long total = rowsNotSealedWith(primary());
        SealedText text = new SealedText(Keyring.of(new KeyFileStore(KeyFile.at(fixture.keyFile))));
        Resealing interrupted = new Resealing(Database.of(fixture.dataSource), text, Long.parseLong(primary(), 16), 1);
        Database.of(fixture.dataSource)
                .run(connection -> EmailsTable.SEALED.next(
                        connection, Optional.empty(), OptionalLong.of(Long.parseLong(primary(), 16))))
                .stream()
                .limit(2)
                .forEach(row -> interrupted.row(EmailsTable.SEALED, row));

        Reencryption rest = administration.reencrypt(rows -> {});

        assertThat(interrupted.rewritten()).isEqualTo(2);
        assertThat(rest.rewritten()).isEqualTo(total - 2);
        assertThat(rest.remaining()).isZero();
    }

    @Test
    void aRowThatSomebodyWroteMeanwhileKeepsWhatHeWrote() {
        Grant grant = fixture.connect("JUAN", JUAN);
        Database sql = Database.of(fixture.dataSource);
        SealedTable.Row stale = sql.run(connection -> EmailsTable.SEALED.find(connection, "" + grant.id()))
                .orElseThrow();
        administration.makePrimary(administration.add());
        AccessToken before = fixture.usable(fixture.oauth.vault().accessToken(grant.id()));
        AccessToken newer = fixture.usable(fixture.oauth.vault().replacementFor(before));
        SealedText text = new SealedText(Keyring.of(new KeyFileStore(KeyFile.at(fixture.keyFile))));

        new Resealing(sql, text, Long.parseLong(primary(), 16), 10).row(EmailsTable.SEALED, stale);

        AccessToken stored = fixture.usable(fixture.node("node-2").vault().accessToken(grant.id()));
        assertThat(stored.value()).isEqualTo(newer.value()).isNotEqualTo(before.value());
    }

    @Test
    void aKeyIsRetiredOnlyWhenNothingIsSealedWithIt() {
        fixture.connect("JUAN", JUAN);
        String added = administration.add();

        assertRefused(() -> administration.retire(first), Problem.IS_PRIMARY);
        administration.makePrimary(added);
        assertThatThrownBy(() -> administration.retire(first))
                .isInstanceOfSatisfying(VaultKeyException.class, e -> {
                    assertThat(e.problem()).isEqualTo(Problem.STILL_USED);
                    assertThat(e.details()).startsWith(first, "" + key(first).sealedValues());
                })
                .hasMessageContaining("Emails 3")
                .hasMessageContaining("Nothing was changed");
        assertThat(key(first).here()).isTrue();

        administration.reencrypt(rows -> {});
        administration.retire(first);

        assertThat(administration.keys()).extracting(KeyInfo::id).containsExactly(added);
        assertThat(fixture.node("node-2").vault().grants()).hasSize(1);
        assertRefused(() -> administration.makePrimary(first), Problem.NO_SUCH_KEY);
    }

    @Test
    void whatDoesNotOpenIsLeftAndToldAndKeepsItsKey() {
        fixture.connect("JUAN", JUAN);
        Grant lucia = fixture.connect("LUCIA", LUCIA);
        execute(
                "UPDATE \"Emails\" SET \"AccesToken\" = (SELECT \"AccesToken\" FROM \"Emails\" WHERE \"CodigoUsuario\" ="
                        + " 'JUAN') WHERE \"CodigoUsuario\" = 'LUCIA'");
        administration.makePrimary(administration.add());

        Reencryption done = administration.reencrypt(rows -> {});

        assertThat(done.unreadable()).containsExactly("Emails.AccesToken (row " + lucia.id() + ")");
        assertThat(done.remaining()).isEqualTo(1);
        assertRefused(() -> administration.retire(first), Problem.STILL_USED);
        assertThat(administration.verify().unreadable()).hasSize(1);
    }

    /**
     * Two nodes with key files of their own, whose provider ends a grant when an old refresh token is used again: a newer
     * token that is lost, or written over by an older one, would be found by the next renewal.
     */
    @Test
    void rotationBesideManyRenewalsLosesNoGrant() throws Exception {
        fixture.google.setRotation(Rotation.STRICT);
        Path otherFile = fixture.keyFile.resolveSibling("node-2.keys");
        copy(fixture.keyFile, otherFile);
        List<Long> grants = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            grants.add(fixture.connect("USER" + i, i % 2 == 0 ? JUAN : LUCIA).id());
        }
        OAuth other = node("node-2", otherFile);
        AtomicBoolean over = new AtomicBoolean();
        ConcurrentLinkedQueue<Object> wrong = new ConcurrentLinkedQueue<>();
        ExecutorService workers = Executors.newFixedThreadPool(6);
        for (int i = 0; i < 6; i++) {
            TokenVault vault = i % 2 == 0 ? fixture.oauth.vault() : other.vault();
            int begin = i;
            workers.execute(() -> {
                for (int turn = begin; !over.get(); turn++) {
                    renew(vault, grants.get(turn % grants.size()), wrong);
                }
            });
        }
        try {
            rotate(otherFile, wrong);
            rotate(otherFile, wrong);
        } finally {
            over.set(true);
            workers.shutdown();
            assertThat(workers.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
        }

        assertThat(wrong).isEmpty();
        administration.reencrypt(rows -> {});
        assertThat(administration.keys()).hasSize(1).allMatch(KeyInfo::primary);
        assertThat(administration.verify().unreadable()).isEmpty();
        OAuth restarted = node("node-3", otherFile);
        fixture.clock.forward(Duration.ofHours(3));
        for (long grant : grants) {
            assertThat(restarted.vault().accessToken(grant)).isInstanceOf(TokenResult.Usable.class);
        }
    }

    private void rotate(Path otherFile, ConcurrentLinkedQueue<Object> wrong) throws IOException {
        VaultAdministration there = administration(otherFile);
        String old = primary();
        renewals(4, wrong);
        String added = administration.add();
        copy(fixture.keyFile, otherFile);
        administration.makePrimary(added);
        renewals(4, wrong);
        there.makePrimary(added);
        renewals(4, wrong);
        // What was sealed before a node learned of the new key may be written after the first pass.
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> {
            assertThat(administration.reencrypt(rows -> {}).unreadable()).isEmpty();
            administration.retire(old);
        });
        renewals(4, wrong);
        there.retire(old);
    }

    /** Waits until that many more renewals have happened beside what the test does. */
    private void renewals(int more, ConcurrentLinkedQueue<Object> wrong) {
        long wanted = fixture.google.refreshRequests() + more;
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !wrong.isEmpty() || fixture.google.refreshRequests() >= wanted);
        assertThat(wrong).isEmpty();
    }

    private static void renew(TokenVault vault, long grant, ConcurrentLinkedQueue<Object> wrong) {
        try {
            TokenResult result = vault.accessToken(grant);
            if (result instanceof TokenResult.Usable usable) {
                result = vault.replacementFor(usable.token());
            }
            if (!(result instanceof TokenResult.Usable) && !(result instanceof TokenResult.NotNow)) {
                wrong.add(result);
            }
        } catch (RuntimeException e) {
            wrong.add(e);
        }
    }

    /** A column that is sealed but not named would stay behind at a rotation. */
    @Test
    void everyColumnThatHoldsSealedTextIsNamed() {
        fixture.connect("JUAN", JUAN);
        fixture.begin("LUCIA", LUCIA);
        administration.makePrimary(administration.add());
        administration.reencrypt(rows -> {});

        assertThat(columnsThatHold("v1:" + first + ":")).isEmpty();
        assertThat(columnsThatHold("v1:" + primary() + ":"))
                .containsExactly(
                        "Emails.AccesToken",
                        "Emails.IdCliente",
                        "Emails.RefreshToken",
                        "oauth_client.client_id",
                        "oauth_client.client_secret",
                        "pending_authorization.code_verifier");
    }

    private Set<String> columnsThatHold(String beginning) {
        return Database.of(fixture.dataSource).run(connection -> {
            Set<String> found = new TreeSet<>();
            DatabaseMetaData metaData = connection.getMetaData();
            List<String[]> columns = new ArrayList<>();
            try (ResultSet rows = metaData.getColumns(null, null, "%", "%")) {
                while (rows.next()) {
                    String schema = rows.getString("TABLE_SCHEM");
                    if (schema == null || schema.equals("public")) {
                        columns.add(new String[] {rows.getString("TABLE_NAME"), rows.getString("COLUMN_NAME")});
                    }
                }
            }
            try (Statement statement = connection.createStatement()) {
                for (String[] column : columns) {
                    try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM \"" + column[0]
                            + "\" WHERE CAST(\"" + column[1] + "\" AS TEXT) LIKE '" + beginning + "%'")) {
                        rows.next();
                        if (rows.getLong(1) > 0) {
                            found.add(column[0] + "." + column[1]);
                        }
                    }
                }
            }
            return found;
        });
    }

    @Test
    void aKeyIsNotRetiredWhileRenewedTokensWaitSealedWithIt(@TempDir Path folder) throws IOException {
        Grant juan = fixture.connect("JUAN", JUAN);
        UnsavedTokens unsaved = new UnsavedTokens(
                new SealedText(Keyring.of(new KeyFileStore(KeyFile.at(fixture.keyFile)))), Optional.of(folder));
        unsaved.keep(juan, new Renewed(1, Secret.of("an-access-token"), Optional.empty(), fixture.clock.instant()));
        VaultAdministration here = new VaultAdministration(
                fixture.dataSource, KeyFile.at(fixture.keyFile), Optional.of(folder), fixture.clock);
        here.makePrimary(here.add());
        here.reencrypt(rows -> {});

        assertThatThrownBy(() -> here.retire(first))
                .isInstanceOf(VaultKeyException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("1 values");

        unsaved.remove(new UnsavedTokens.Key(juan.id(), 1));
        here.retire(first);
        assertThat(here.keys()).hasSize(1);
    }

    @Test
    void aHostsOwnSecretsAreCountedSealedAnewAndVerifiedWithTheOthers() {
        SealedColumn column = new SealedColumn("host_secret", "name", "value");
        hostTable("CREATE TABLE host_secret (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
        HostSecrets secrets = fixture.oauth.hostSecrets();
        String sealed = secrets.seal(column, "ANA", Secret.of("a secret"));
        hostTable("INSERT INTO host_secret (name, value) VALUES ('ANA', '" + sealed + "'), ('LUIS', '" + sealed + "')");
        VaultAdministration covering = administration.covering(List.of(column));
        assertThat(covering.verify().unreadable())
                .as("a value that was copied to another row")
                .containsExactly("host_secret.value (row LUIS)");
        hostTable("DELETE FROM host_secret WHERE name = 'LUIS'");

        String added = covering.add();
        covering.makePrimary(added);
        assertThatThrownBy(() -> covering.retire(first)).hasMessageContaining("host_secret 1");
        assertThat(covering.reencrypt(rows -> {}).remaining()).isZero();

        String fresh = hostValue();
        assertThat(fresh).startsWith("v1:" + added + ":");
        assertThat(secrets.open(column, "ANA", fresh)).isEqualTo(Secret.of("a secret"));
        assertThatThrownBy(() -> secrets.open(column, "LUIS", fresh)).isInstanceOf(SealBrokenException.class);
    }

    @Test
    void aTableThatTheDatabaseDoesNotHaveIsLeftOut() {
        VaultAdministration covering =
                administration.covering(List.of(new SealedColumn("host_secret", "name", "value")));

        assertThat(covering.verify().unreadable()).isEmpty();
    }

    private void hostTable(String statement) {
        Database.of(fixture.dataSource).inTransaction(connection -> {
            try (Statement sql = connection.createStatement()) {
                return sql.executeUpdate(statement);
            }
        });
    }

    private String hostValue() {
        return Database.of(fixture.dataSource).run(connection -> {
            try (Statement sql = connection.createStatement();
                    ResultSet rows = sql.executeQuery("SELECT value FROM host_secret")) {
                rows.next();
                return rows.getString(1);
            }
        });
    }

    private VaultAdministration administration(Path keyFile) {
        return new VaultAdministration(fixture.dataSource, KeyFile.at(keyFile), fixture.clock);
    }

    private OAuth node(String name, Path keyFile) {
        return new OAuth(new OAuth.Setup(
                fixture.dataSource,
                keyFile,
                Providers.standard().with(VaultFixture.gmail(fixture.simulator.httpUri())),
                fixture.executor,
                fixture.clock,
                name,
                Optional.empty()));
    }

    /** As an administrator copies it: whole, and with its permissions. */
    private static void copy(Path from, Path to) throws IOException {
        Path draft = to.resolveSibling(to.getFileName() + ".new");
        Files.copy(from, draft, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private KeyInfo key(String id) {
        return administration.keys().stream()
                .filter(info -> info.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private String primary() {
        return administration.keys().stream()
                .filter(KeyInfo::primary)
                .findFirst()
                .orElseThrow()
                .id();
    }

    private String keyOf(String user) {
        return Database.of(fixture.dataSource).run(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT \"RefreshToken\" FROM \"Emails\" WHERE \"CodigoUsuario\" = '" + user + "'")) {
                rows.next();
                return Long.toHexString(SealedText.keyId(rows.getString(1)).orElseThrow());
            }
        });
    }

    private long rowsNotSealedWith(String id) {
        OptionalLong key = OptionalLong.of(Long.parseLong(id, 16));
        return Database.of(fixture.dataSource)
                .run(connection -> (long) EmailsTable.SEALED
                                .next(connection, Optional.empty(), key)
                                .size()
                        + OAuthClientTable.SEALED
                                .next(connection, Optional.empty(), key)
                                .size()
                        + PendingAuthorizationTable.SEALED
                                .next(connection, Optional.empty(), key)
                                .size());
    }

    private static void assertRefused(Runnable work, Problem problem) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        VaultKeyException.class, e -> assertThat(e.problem()).isEqualTo(problem));
    }

    private void execute(String sql) {
        Database.of(fixture.dataSource).run(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }
}
