package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valija.oauth.VaultFixture.JUAN;
import static org.valija.oauth.VaultFixture.LUCIA;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.oauth.VaultKeyException.Problem;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
class KeyFileAtStartTest {

    @Parameter
    TestDatabase database;

    @TempDir
    Path elsewhere;

    private VaultFixture fixture;
    private Grant grant;

    @BeforeEach
    void start() {
        fixture = new VaultFixture(database);
        grant = fixture.connect("JUAN", JUAN);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aMissingFileIsToldAndNoneIsMade() throws IOException {
        Files.delete(fixture.keyFile);

        assertRefused(Problem.MISSING, "backup");
        assertThat(fixture.keyFile).doesNotExist();
    }

    @Test
    void aDamagedFileIsToldAndLeftAlone() throws IOException {
        Files.writeString(fixture.keyFile, "{\"primaryKeyId\": 1}");

        assertRefused(Problem.DAMAGED, "backup");
        assertThat(fixture.keyFile).hasContent("{\"primaryKeyId\": 1}");
    }

    @Test
    void aTruncatedFileIsToldWhereverItIsCut() throws IOException {
        byte[] whole = Files.readAllBytes(fixture.keyFile);

        for (int length : new int[] {0, 1, whole.length / 3, whole.length / 2, whole.length - 2}) {
            Files.write(fixture.keyFile, Arrays.copyOf(whole, length));
            assertRefused(Problem.DAMAGED, "backup");
        }
        Files.write(fixture.keyFile, whole);
        assertThat(fixture.node("node-2").vault().grants()).hasSize(1);
    }

    @Test
    void aFileThatOthersMayReadIsToldWithTheCommandThatMendsIt() throws IOException {
        for (String open : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"}) {
            Files.setPosixFilePermissions(fixture.keyFile, PosixFilePermissions.fromString(open));
            assertRefused(Problem.NOT_PRIVATE, "chmod 600");
        }
        Files.setPosixFilePermissions(fixture.keyFile, PosixFilePermissions.fromString("r--------"));
        assertThat(fixture.node("node-2").vault().grants()).hasSize(1);
    }

    @Test
    void anotherInstallationsFileIsRefused() throws IOException {
        replaceKeyFile(VaultKeys.generate());

        assertRefused(Problem.NOT_OF_THIS_DATABASE, "not the one that this database was sealed with");
    }

    @Test
    void aNodeMayLackASpareKeyButNotOneInUse() throws IOException {
        Path behind = elsewhere.resolve("valija.keys");
        Files.copy(fixture.keyFile, behind, StandardCopyOption.COPY_ATTRIBUTES);
        VaultAdministration administration = administration();
        String added = administration.add();

        node(behind);
        administration.makePrimary(added);

        assertThatThrownBy(() -> node(behind))
                .isInstanceOf(VaultKeyException.class)
                .hasMessageContaining("key " + added + " is missing");
    }

    @Test
    void aNodeThatStillSealsWithARetiredKeyIsRefused() throws IOException {
        VaultAdministration administration = administration();
        String old = administration.keys().get(0).id();
        String added = administration.add();
        Path behind = elsewhere.resolve("valija.keys");
        Files.copy(fixture.keyFile, behind, StandardCopyOption.COPY_ATTRIBUTES);
        administration.makePrimary(added);
        administration.reencrypt(rows -> {});
        administration.retire(old);

        assertThatThrownBy(() -> node(behind))
                .isInstanceOfSatisfying(
                        VaultKeyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.PRIMARY_RETIRED));
    }

    @Test
    void aRunningProcessTakesAChangedFileWithoutARestart() {
        VaultAdministration administration = administration();
        String added = administration.add();
        administration.makePrimary(added);
        fixture.connect("LUCIA", LUCIA);

        // Three of the grant, one of the authorisation.
        assertThat(administration.keys())
                .filteredOn(info -> info.id().equals(added))
                .singleElement()
                .extracting(VaultAdministration.KeyInfo::sealedValues)
                .isEqualTo(4L);
    }

    /** An idle process may sleep through a whole rotation. */
    @Test
    void aRunningProcessThatMissedEveryStepStillFindsTheKeys() {
        VaultAdministration administration = administration();
        String old = administration.keys().get(0).id();
        administration.makePrimary(administration.add());
        administration.reencrypt(rows -> {});
        administration.retire(old);
        fixture.clock.forward(Duration.ofHours(3));

        assertThat(fixture.oauth.vault().accessToken(grant.id())).isInstanceOf(TokenResult.Usable.class);
    }

    @Test
    void aRunningProcessGoesOnWithItsKeysWhenTheFileIsSpoilt() throws IOException {
        byte[] whole = Files.readAllBytes(fixture.keyFile);
        for (String step : new String[] {"damaged", "foreign", "missing"}) {
            switch (step) {
                case "damaged" -> Files.writeString(fixture.keyFile, "{");
                case "foreign" -> replaceKeyFile(VaultKeys.generate());
                default -> Files.delete(fixture.keyFile);
            }
            fixture.clock.forward(Duration.ofHours(3));
            assertThat(fixture.oauth.vault().accessToken(grant.id())).as(step).isInstanceOf(TokenResult.Usable.class);
        }
        PrivateFiles.create(fixture.keyFile);
        Files.write(fixture.keyFile, whole);

        assertThat(fixture.node("node-2").vault().accessToken(grant.id())).isInstanceOf(TokenResult.Usable.class);
    }

    @Test
    void changesMadeAtOnceByTwoAdministratorsAreBothKept() throws Exception {
        try (var together = new AdministratorsAtOnce(4)) {
            together.run(() -> administration().add());
        }
        assertThat(administration().keys()).hasSize(5).allMatch(VaultAdministration.KeyInfo::here);
    }

    /** Runs the same on several threads, all begun before any is waited for. */
    private record AdministratorsAtOnce(int number, ExecutorService pool) implements AutoCloseable {

        AdministratorsAtOnce(int number) {
            this(number, Executors.newFixedThreadPool(number));
        }

        void run(Callable<?> work) throws Exception {
            for (var done : pool.invokeAll(Collections.nCopies(number, work::call))) {
                done.get();
            }
        }

        @Override
        public void close() {
            pool.shutdownNow();
        }
    }

    private void replaceKeyFile(VaultKeys keys) {
        new KeyFileStore(KeyFile.at(fixture.keyFile)).replace(keys);
    }

    private VaultAdministration administration() {
        return new VaultAdministration(fixture.dataSource, KeyFile.at(fixture.keyFile), fixture.clock);
    }

    private OAuth node(Path keyFile) {
        return new OAuth(new OAuth.Setup(
                fixture.dataSource,
                keyFile,
                Providers.standard(),
                fixture.executor,
                fixture.clock,
                "node-2",
                Optional.empty()));
    }

    private void assertRefused(Problem problem, String words) {
        assertThatThrownBy(() -> fixture.node("node-2"))
                .isInstanceOfSatisfying(VaultKeyException.class, e -> {
                    assertThat(e.problem()).isEqualTo(problem);
                    assertThat(e.details().get(0)).isEqualTo(fixture.keyFile.toString());
                })
                .hasMessageContaining(fixture.keyFile.toString())
                .hasMessageContaining(words)
                .hasMessageContaining("Nothing was changed");
    }
}
