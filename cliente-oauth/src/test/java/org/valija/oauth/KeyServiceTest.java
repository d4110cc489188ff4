package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.KmsClients;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valija.oauth.VaultKeyException.Problem;
import org.valija.sql.TestDatabase;

class KeyServiceTest {

    private static final FakeKeyService FAKE = new FakeKeyService();
    private static final KeyService SERVICE = KeyService.of(URI.create("fake-kms://company/valija"));

    @TempDir
    Path folder;

    private final DataSource dataSource = TestDatabase.SQLITE.migrated();

    @BeforeAll
    static void register() {
        KmsClients.add(FAKE);
    }

    @BeforeEach
    void back() {
        FAKE.setAway(false);
    }

    @Test
    void theFileIsEncryptedAndTheServiceAskedOnceAStart() throws IOException {
        KeyFile file = file().encryptedBy(SERVICE);
        open(file);
        int before = FAKE.asked();

        OAuth restarted = open(file);
        restarted.saveClient(OAuthClient.desktop(Provider.GMAIL, "a-client", Secret.of("a-secret")));

        assertThat(Files.readString(file.path())).contains("encryptedKeyset").doesNotContain("\"value\"");
        assertThat(restarted.currentClient(Provider.GMAIL)).isPresent();
        assertThat(FAKE.asked() - before).isEqualTo(1);
    }

    @Test
    void keysAreRotatedInsideTheEncryptedFile() {
        KeyFile file = file().encryptedBy(SERVICE);
        OAuth running = open(file);
        running.saveClient(OAuthClient.desktop(Provider.GMAIL, "a-client", Secret.of("a-secret")));
        VaultAdministration administration = administration(file);
        String old = administration.keys().get(0).id();

        administration.makePrimary(administration.add());
        administration.reencrypt(rows -> {});
        administration.retire(old);

        assertThat(administration.keys()).hasSize(1);
        assertThat(running.currentClient(Provider.GMAIL)).isPresent();
        assertThat(open(file).currentClient(Provider.GMAIL)).isPresent();
    }

    @Test
    void aServiceThatIsAwayStopsAStartButNotARunningProcess() {
        KeyFile file = file().encryptedBy(SERVICE);
        OAuth running = open(file);
        running.saveClient(OAuthClient.desktop(Provider.GMAIL, "a-client", Secret.of("a-secret")));
        FAKE.setAway(true);

        assertThat(running.currentClient(Provider.GMAIL)).isPresent();
        assertThatThrownBy(() -> open(file))
                .isInstanceOfSatisfying(
                        VaultKeyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SERVICE_REFUSED))
                .hasMessageContaining("fake-kms://company/valija")
                .hasMessageContaining("no route to the service");
    }

    @Test
    void anotherKeyOfTheServiceDoesNotOpenTheFile() {
        open(file().encryptedBy(SERVICE));
        KeyFile other = file().encryptedBy(KeyService.of(URI.create("fake-kms://company/other")));

        assertThatThrownBy(() -> open(other))
                .isInstanceOfSatisfying(
                        VaultKeyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SERVICE_REFUSED));
    }

    @Test
    void aMissingClientIsToldWithWhatToAdd() {
        KeyFile file = file().encryptedBy(KeyService.of(URI.create("aws-kms://arn:aws:kms:mx:1:key/2")));

        assertThatThrownBy(() -> open(file))
                .isInstanceOfSatisfying(
                        VaultKeyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SERVICE_CLIENT_MISSING))
                .hasMessageContaining("aws-kms://arn")
                .hasMessageContaining("tink-awskms");
        assertThat(file.path()).doesNotExist();
    }

    @Test
    void aClientIsFoundByTheServiceLoaderToo() throws Exception {
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(KmsClient.class.getName()), ProvidedKeyService.class.getName());
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.resolve("classes").toUri().toURL()}, KeyServiceTest.class.getClassLoader())) {
            KeyFile file = file().encryptedBy(KeyService.of(URI.create("provided-kms://k"), loader));

            open(file);

            assertThat(Files.readString(file.path())).contains("encryptedKeyset");
        }
    }

    /** Found by its name alone. */
    public static final class ProvidedKeyService implements KmsClient {

        @Override
        public boolean doesSupport(String address) {
            return address.startsWith("provided-kms://");
        }

        @Override
        public KmsClient withCredentials(String path) {
            return this;
        }

        @Override
        public KmsClient withDefaultCredentials() {
            return this;
        }

        @Override
        public Aead getAead(String address) {
            return FAKE.getAead(address);
        }
    }

    @Test
    void theFileMustBeAsConfigured() {
        open(file());

        assertThatThrownBy(() -> open(file().encryptedBy(SERVICE)))
                .isInstanceOfSatisfying(
                        VaultKeyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.IN_CLEAR));
        administration(file().encryptedBy(SERVICE)).wrap(Optional.empty());
        assertThatThrownBy(() -> open(file()))
                .isInstanceOfSatisfying(
                        VaultKeyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NO_SERVICE));
    }

    @Test
    void theFileChangesFromClearToOneServiceToAnotherAndBack() {
        open(file()).saveClient(OAuthClient.desktop(Provider.GMAIL, "a-client", Secret.of("a-secret")));
        KeyService other = KeyService.of(URI.create("fake-kms://company/other"));

        administration(file().encryptedBy(SERVICE)).wrap(Optional.empty());
        assertThat(open(file().encryptedBy(SERVICE)).currentClient(Provider.GMAIL))
                .isPresent();
        administration(file().encryptedBy(other)).wrap(Optional.of(SERVICE));
        assertThat(open(file().encryptedBy(other)).currentClient(Provider.GMAIL))
                .isPresent();
        administration(file().encryptedBy(other)).unwrap();
        assertThat(open(file()).currentClient(Provider.GMAIL)).isPresent();
    }

    private KeyFile file() {
        return KeyFile.at(folder.resolve("valija.keys"));
    }

    private OAuth open(KeyFile file) {
        Executor none = work -> {};
        return new OAuth(new OAuth.Setup(
                        dataSource,
                        file.path(),
                        Providers.standard(),
                        none,
                        Clock.systemUTC(),
                        "node",
                        Optional.empty())
                .withKeyFile(file));
    }

    private VaultAdministration administration(KeyFile file) {
        return new VaultAdministration(dataSource, file, Clock.systemUTC());
    }
}
