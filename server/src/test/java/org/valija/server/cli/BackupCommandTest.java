package org.valija.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valija.oauth.TokenResult;
import org.valija.server.cli.LocalFixture.Ended;
import org.valija.server.database.SqliteFiles;
import org.valija.sql.TestDatabase;

@SuppressWarnings("NullAway.Init")
class BackupCommandTest {

    private static final Locale BEFORE = Locale.getDefault();

    @TempDir
    Path folder;

    private LocalFixture fixture;
    private Path backup;
    private Path keys;
    private Path empty;

    @BeforeAll
    static void speakEnglish() {
        Locale.setDefault(Locale.US);
    }

    @AfterAll
    static void speakAsBefore() {
        Locale.setDefault(BEFORE);
    }

    @BeforeEach
    void start() throws IOException {
        fixture = new LocalFixture(TestDatabase.SQLITE, folder.resolve("data"));
        backup = folder.resolve("backup");
        keys = folder.resolve("apart").resolve("valija.keys");
        empty = folder.resolve("restored");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aBackupRestoredIntoAnEmptyFolderOpensItsTokens() throws IOException {
        String token = LocalFixture.token(fixture.running, fixture.grant.id());

        Ended copied = fixture.valija("backup", backup.toString(), "--keys", keys.toString());
        Ended restored = LocalFixture.valijaOn(empty, "restore", backup.toString(), "--keys", keys.toString());

        assertThat(copied.status()).isZero();
        assertThat(copied.out())
                .contains(backup.resolve("valija.db").toString(), keys.toString())
                .contains("6 sealed values open, 0 do not")
                .contains("Keep the keys apart from the database");
        assertThat(restored.err()).isEmpty();
        assertThat(restored.status()).isZero();
        assertThat(LocalFixture.token(
                        fixture.open(SqliteFiles.open(empty.resolve("valija.db")), empty), fixture.grant.id()))
                .isEqualTo(token);
        for (Path file :
                new Path[] {backup.resolve("valija.db"), keys, empty.resolve("valija.db"), empty.resolve("valija.keys")
                }) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(file.toString())
                    .isEqualTo("rw-------");
        }
        assertThat(names(backup)).containsExactly("valija.db");
    }

    @Test
    void aBackupBesideAServiceThatWritesIsOfOneMoment() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        var writer = fixture.executor.submit(() -> {
            while (!over.get()) {
                if (fixture.running.vault().accessToken(fixture.grant.id()) instanceof TokenResult.Usable usable) {
                    fixture.running.vault().replacementFor(usable.token());
                }
            }
        });
        try {
            for (int i = 0; i < 3; i++) {
                assertThat(fixture.valija("backup", backup.resolve("" + i).toString()))
                        .satisfies(ended -> assertThat(ended.err()).isEmpty())
                        .extracting(Ended::status)
                        .isEqualTo(0);
            }
        } finally {
            over.set(true);
            writer.get();
        }
    }

    @Test
    void nothingIsWrittenOver() throws IOException {
        fixture.valija("backup", backup.toString());
        byte[] database = Files.readAllBytes(backup.resolve("valija.db"));

        Ended again = fixture.valija("backup", backup.toString());
        Ended into = fixture.valija("restore", backup.toString());

        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("is there already");
        assertThat(backup.resolve("valija.db")).hasBinaryContent(database);
        assertThat(into.status()).isEqualTo(1);
        assertThat(into.err()).contains("--replace").contains("Nothing was changed");
    }

    @Test
    void replacePutsAsideWhatWasThere() throws IOException {
        String token = LocalFixture.token(fixture.running, fixture.grant.id());
        fixture.valija("backup", backup.toString());
        fixture.connect("LUCIA", "lucia.ramos@bajio.example");

        Ended restored = fixture.valija("restore", backup.toString(), "--replace");

        assertThat(restored.err()).isEmpty();
        assertThat(restored.status()).isZero();
        assertThat(names(fixture.data))
                .filteredOn(name -> name.contains(".replaced-"))
                .hasSize(2);
        var opened = fixture.open(SqliteFiles.open(fixture.data.resolve("valija.db")), fixture.data);
        assertThat(opened.vault().grants()).hasSize(1);
        assertThat(LocalFixture.token(opened, fixture.grant.id())).isEqualTo(token);
    }

    @Test
    void aDatabaseInUseIsNotReplaced() throws SQLException {
        fixture.valija("backup", backup.toString());
        try (Connection service = fixture.dataSource.getConnection();
                var statement = service.createStatement()) {
            statement.executeQuery("SELECT 1 FROM vault_key").close();

            Ended refused = fixture.valija("restore", backup.toString(), "--replace");

            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("A service is running");
        }
        assertThat(LocalFixture.token(fixture.running, fixture.grant.id())).isNotEmpty();
    }

    @Test
    void aDamagedDatabaseCanBeReplaced() throws IOException {
        fixture.valija("backup", backup.toString());
        Files.writeString(fixture.data.resolve("valija.db"), "nonsense");

        assertThat(fixture.valija("restore", backup.toString(), "--replace").status())
                .isZero();
        assertThat(LocalFixture.token(
                        fixture.open(SqliteFiles.open(fixture.data.resolve("valija.db")), fixture.data),
                        fixture.grant.id()))
                .isNotEmpty();
    }

    @Test
    void aDamagedBackupIsRefusedAndNothingIsLeft() throws IOException {
        fixture.valija("backup", backup.toString());
        Path database = backup.resolve("valija.db");
        Files.write(database, Arrays.copyOf(Files.readAllBytes(database), (int) (Files.size(database) * 2 / 3)));

        assertRefused("is damaged");
        Files.delete(database);
        assertRefused("lacks " + database);
    }

    @Test
    void theKeyFileOfAnotherInstallationIsRefused() throws IOException {
        fixture.valija("backup", backup.toString());
        try (LocalFixture other = new LocalFixture(TestDatabase.SQLITE, folder.resolve("other"))) {
            Files.copy(
                    other.data.resolve("valija.keys"),
                    backup.resolve("valija.keys"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }

        assertRefused("is not the one that this database was sealed with");
    }

    @Test
    void valuesThatDoNotOpenAreRefusedUnlessAccepted() throws SQLException {
        try (Connection connection = fixture.dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE \"Emails\" SET \"AccesToken\" = \"RefreshToken\"");
        }
        Ended copied = fixture.valija("backup", backup.toString());
        assertThat(copied.status()).isEqualTo(5);
        assertThat(copied.out()).contains("1 do not");

        assertRefused("Emails.AccesToken");
        assertThat(LocalFixture.valijaOn(empty, "restore", backup.toString(), "--accept-unreadable")
                        .status())
                .isEqualTo(5);
        assertThat(fixture.open(SqliteFiles.open(empty.resolve("valija.db")), empty)
                        .vault()
                        .grants())
                .hasSize(1);
    }

    @Test
    void aConfigurationMayBeThereBefore() throws IOException {
        fixture.valija("backup", backup.toString());
        Files.createDirectory(empty);
        Files.writeString(empty.resolve("valija.yaml"), "valija:\n  company: X\n");

        assertThat(LocalFixture.valijaOn(empty, "restore", backup.toString()).status())
                .isZero();
    }

    @Test
    void postgresIsCopiedByItsOwnToolAndItsKeysByThis() throws Exception {
        Path data = folder.resolve("node");
        try (LocalFixture node = new LocalFixture(TestDatabase.POSTGRESQL, data)) {
            String token = LocalFixture.token(node.running, node.grant.id());
            Ended copied = node.valija("backup", backup.toString(), "--keys", keys.toString());

            assertThat(copied.status()).isZero();
            assertThat(copied.out())
                    .contains("is NOT in this backup")
                    .contains("pg_dump --format=custom --file=" + backup.resolve("valija.dump"))
                    .containsPattern("--host=localhost --port=\\d+ --username=postgres --dbname=test\\d+");
            assertThat(names(backup)).isEmpty();

            Path again = Files.createDirectory(folder.resolve("again"));
            Files.copy(data.resolve("valija.yaml"), again.resolve("valija.yaml"));
            Ended restored = LocalFixture.valijaOn(again, "restore", backup.toString(), "--keys", keys.toString());
            assertThat(restored.err()).isEmpty();
            assertThat(restored.status()).isZero();
            assertThat(LocalFixture.token(node.open(node.dataSource, again), node.grant.id()))
                    .isEqualTo(token);
        }
        try (LocalFixture node = new LocalFixture(TestDatabase.POSTGRESQL, folder.resolve("bare"))) {
            try (Connection connection = node.dataSource.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
            }
            assertThat(node.valija("restore", backup.toString(), "--keys", keys.toString(), "--replace")
                            .err())
                    .contains("Restore it first")
                    .contains("pg_restore", backup.resolve("valija.dump").toString());
        }
    }

    private void assertRefused(String words) {
        Ended refused = LocalFixture.valijaOn(empty, "restore", backup.toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains(words).contains("Nothing was changed");
        assertThat(names(empty)).isEmpty();
    }

    private static List<String> names(Path of) {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
