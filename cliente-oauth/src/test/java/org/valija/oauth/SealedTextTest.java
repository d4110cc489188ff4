package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valija.oauth.SealedText.Place;

class SealedTextTest {

    private static final Place HERE = Place.of("Emails", "AccesToken", 7, "JUAN", 1, "juan@bajio.example");
    private static final Secret TOKEN = Secret.of("ya29.planted-token-ñ");

    @TempDir
    Path folder;

    private SealedText sealed;

    @BeforeEach
    void open() {
        sealed = new SealedText(Keyring.of(made(folder.resolve("valija.keys"))));
    }

    private static KeyFileStore made(Path file) {
        KeyFileStore store = new KeyFileStore(KeyFile.at(file));
        store.create(VaultKeys.generate());
        return store;
    }

    @Test
    void opensWhereItWasSealed() {
        assertThat(sealed.open(sealed.seal(TOKEN, HERE), HERE)).isEqualTo(TOKEN);
    }

    @Test
    void sealedTextTellsItsKeyAndNothingOfTheSecret() {
        VaultKeys keys = Keyring.of(made(folder.resolve("valija.keys"))).current();

        assertThat(sealed.seal(TOKEN, HERE))
                .startsWith("v1:" + Long.toHexString(keys.primaryKeyId()) + ":")
                .doesNotContain("planted")
                .isNotEqualTo(sealed.seal(TOKEN, HERE));
    }

    @Test
    void movedToAnotherRowColumnTableOrOwnerItDoesNotOpen() {
        String text = sealed.seal(TOKEN, HERE);

        for (Place elsewhere : new Place[] {
            Place.of("Emails", "AccesToken", 8, "JUAN", 1, "juan@bajio.example"),
            Place.of("Emails", "RefreshToken", 7, "JUAN", 1, "juan@bajio.example"),
            Place.of("Email", "sAccesToken", 7, "JUAN", 1, "juan@bajio.example"),
            Place.of("Emails", "AccesToken", 7, "LUCIA", 1, "juan@bajio.example"),
            Place.of("Emails", "AccesToken", 7, "JUAN", 2, "juan@bajio.example"),
            Place.of("Emails", "AccesToken", 7, "JUAN", 1, "lucia@bajio.example"),
            Place.of("Emails", "AccesToken", 7, "JUAN|1:1", "juan@bajio.example")
        }) {
            assertThatThrownBy(() -> sealed.open(text, elsewhere))
                    .isInstanceOf(SealBrokenException.class)
                    .hasMessageContaining(elsewhere.column())
                    .hasMessageContaining("authenticate the address again");
        }
    }

    @Test
    void noOtherLastCharacterOpensThoughDecodersMayTakeSomeForTheSame() {
        String text = sealed.seal(TOKEN, HERE);
        String beginning = text.substring(0, text.length() - 1);

        for (char last : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
            if (!text.endsWith(String.valueOf(last))) {
                assertThatThrownBy(() -> sealed.open(beginning + last, HERE)).isInstanceOf(SealBrokenException.class);
            }
        }
    }

    @Test
    void editedOrForeignTextDoesNotOpen() {
        String text = sealed.seal(TOKEN, HERE);
        SealedText other = new SealedText(Keyring.of(made(folder.resolve("other.keys"))));

        for (String edited :
                new String[] {"", "ya29.in-clear", "v1:1:", text + "A", text.replace("v1:", "v2:"), "v1:x:***"}) {
            assertThatThrownBy(() -> sealed.open(edited, HERE)).isInstanceOf(SealBrokenException.class);
        }
        assertThatThrownBy(() -> other.open(text, HERE)).isInstanceOf(SealBrokenException.class);
    }

    @Test
    void keyFileIsItsOwnersAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("valija.keys"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aSecretNeverPrints() {
        assertThat(TOKEN).hasToString("•••");
        assertThat(new AccessToken(1, 1, "juan@bajio.example", TOKEN, java.time.Instant.EPOCH).toString())
                .doesNotContain("planted");
    }
}
