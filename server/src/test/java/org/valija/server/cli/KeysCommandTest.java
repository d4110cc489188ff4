package org.valija.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.KmsClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.oauth.FakeKeyService;
import org.valija.server.InSpanish;
import org.valija.server.cli.LocalFixture.Ended;
import org.valija.sql.TestDatabase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(InSpanish.class)
@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
class KeysCommandTest {

    @Parameter
    TestDatabase database;

    @TempDir
    Path folder;

    private LocalFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new LocalFixture(database, folder.resolve("data"));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aWholeRotationBesideARunningService() {
        String before = LocalFixture.token(fixture.running, fixture.grant.id());
        String old = json("keys").at("/keys/0/id").asString();

        String added = json("keys", "add").path("id").asString();
        assertThat(json("keys", "primary", added).path("primary").asString()).isEqualTo(added);
        JsonNode done = json("keys", "reencrypt");
        assertThat(done.path("rewritten").asLong()).isEqualTo(3);
        assertThat(done.path("remaining").asLong()).isZero();
        assertThat(json("keys", "retire", old).path("retired").asString()).isEqualTo(old);

        JsonNode keys = json("keys").path("keys");
        assertThat(keys).hasSize(1);
        assertThat(keys.path(0).path("id").asString()).isEqualTo(added);
        assertThat(keys.path(0).path("primary").asBoolean()).isTrue();
        assertThat(keys.path(0).path("sealedValues").asLong()).isEqualTo(6);
        assertThat(keys.path(0).path("created").asString()).isNotEmpty();
        assertThat(LocalFixture.token(fixture.running, fixture.grant.id())).isEqualTo(before);
        assertThat(LocalFixture.token(fixture.open(fixture.dataSource, fixture.data), fixture.grant.id()))
                .isEqualTo(before);
    }

    @Test
    void theListIsForPersonsToo() {
        fixture.valija("keys", "add");

        Ended list = fixture.valija("keys");

        assertThat(list.status()).isZero();
        assertThat(list.out()).contains("valija.keys", "principal: sella y abre", "      6  ", "abre");
        assertThat(list.out().lines()).hasSize(4);
    }

    @Test
    void aKeyInUseIsNotRetiredAndTheNumberIsSaid() {
        String old = json("keys").at("/keys/0/id").asString();
        String added = json("keys", "add").path("id").asString();
        fixture.valija("keys", "primary", added);

        Ended refused = fixture.valija("keys", "retire", old);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .contains("Con la clave " + old + " todavía hay sellados 6 valores", "Emails 3")
                .contains("oauth_client 2", "pending_authorization 1", "No se cambió nada");
        assertThat(json("keys").path("keys")).hasSize(2);
    }

    @Test
    void whatCannotBeReadIsLeftAndTold() throws Exception {
        try (var connection = fixture.dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE \"Emails\" SET \"AccesToken\" = \"RefreshToken\"");
        }
        String added = json("keys", "add").path("id").asString();
        fixture.valija("keys", "primary", added);

        Ended done = fixture.valija("keys", "reencrypt");

        assertThat(done.status()).isEqualTo(5);
        assertThat(done.out())
                .contains("No se abre y quedó como estaba: Emails.AccesToken (row " + fixture.grant.id() + ")")
                .contains("Quedan 1 valores con otra clave");
    }

    @Test
    void whatIsWrongWithTheKeyFileIsSaidInWords() throws IOException {
        Path keys = fixture.data.resolve("valija.keys");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(fixture.valija("keys")).satisfies(ended -> {
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.err()).contains("chmod 600 " + keys);
        });
        Files.delete(keys);
        assertThat(fixture.valija("keys", "add").err()).startsWith("Falta el archivo de claves " + keys);
        assertThat(keys).doesNotExist();
    }

    @Test
    void anUnknownKeyAndAMissingServiceAreSaid() {
        assertThat(fixture.valija("keys", "primary", "0").err()).contains("no tiene la clave 0");
        assertThat(fixture.valija("keys", "retire", "nonsense").err()).contains("no tiene la clave nonsense");
        assertThat(fixture.valija("keys", "wrap").err()).contains("valija.vault.kms-uri");
        assertThat(fixture.valija("keys", "primary").status()).isEqualTo(2);
    }

    @Test
    void aServiceWithoutAClientIsSaidWithWhatToAdd() throws IOException {
        Path jars = Files.createDirectory(folder.resolve("jars"));
        Path yaml = fixture.data.resolve("valija.yaml");
        String before = Files.exists(yaml) ? Files.readString(yaml) : "valija:\n";
        Files.writeString(
                yaml, before + "  vault:\n    kms-uri: aws-kms://arn:aws:kms:mx:1:key/2\n    kms-jars: " + jars + "\n");

        assertThat(fixture.valija("keys").err()).contains("está en claro");
        assertThat(fixture.valija("keys", "wrap").err())
                .contains("No hay un cliente", "aws-kms://arn:aws:kms:mx:1:key/2", "valija.vault.kms-jars");
    }

    @Test
    void theFileIsEncryptedByAKeyServiceAndDecryptedAgain() throws IOException {
        KmsClients.add(new FakeKeyService());
        String before = LocalFixture.token(fixture.running, fixture.grant.id());
        Path yaml = fixture.data.resolve("valija.yaml");
        String configured = Files.exists(yaml) ? Files.readString(yaml) : "valija:\n";
        Files.writeString(yaml, configured + "  vault:\n    kms-uri: fake-kms://company/valija\n");
        Path keys = fixture.data.resolve("valija.keys");

        assertThat(fixture.valija("keys", "wrap").out()).contains("fake-kms://company/valija");
        assertThat(Files.readString(keys)).contains("encryptedKeyset");
        assertThat(json("keys").path("keys")).hasSize(1);
        assertThat(fixture.valija("keys", "unwrap").status()).isZero();

        Files.writeString(yaml, configured);
        assertThat(LocalFixture.token(fixture.open(fixture.dataSource, fixture.data), fixture.grant.id()))
                .isEqualTo(before);
    }

    @Test
    void whereThereIsNoInstallationNoneIsMade() {
        Path empty = folder.resolve("nothing");

        Ended ended = LocalFixture.valijaOn(empty, "keys", "add");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("No hay una instalación de Valija en " + empty);
        assertThat(empty).doesNotExist();
    }

    private JsonNode json(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        Ended ended = fixture.valija(all);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        return JsonMapper.builder().build().readTree(ended.out());
    }
}
