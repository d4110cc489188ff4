package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.valija.oauth.SealedText.Place;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

/** A stored value that was made up or edited in any way gives {@link SealBrokenException}, never another secret. */
class SealedTextFuzzTest {

    private static final String SECRET = "1//0a-refresh-token";
    private static final Place PLACE = Place.of("Emails", "RefreshToken", 7, "JUAN", 1, "juan@empresa.mx");

    private static @Nullable SealedText sealed;

    @BeforeAll
    static void open() throws IOException {
        KeyFile file = KeyFile.at(Files.createTempDirectory("valija-keys").resolve("valija.keys"));
        sealed = new SealedText(Keyring.open(file, Database.of(TestDatabase.SQLITE.migrated()), Clock.systemUTC()));
    }

    @DictionaryEntries({"v1:", ":AQ", "v1:00000000:"})
    @FuzzTest
    void anythingThatIsStored(FuzzedDataProvider data) {
        SealedText opening = java.util.Objects.requireNonNull(sealed);
        String good = opening.seal(Secret.of(SECRET), PLACE);
        int edits = data.consumeInt(0, 4);
        StringBuilder stored = new StringBuilder(good);
        for (int i = 0; i < edits && !stored.isEmpty(); i++) {
            int at = data.consumeInt(0, stored.length() - 1);
            switch (data.consumeInt(0, 2)) {
                case 0 -> stored.setCharAt(at, data.consumeCharNoSurrogates());
                case 1 -> stored.deleteCharAt(at);
                default -> stored.insert(at, data.consumeString(8));
            }
        }
        String text = data.consumeBoolean() ? stored.toString() : data.consumeRemainingAsString();
        try {
            Secret opened = opening.open(text, PLACE);
            assertThat(opened.reveal()).isEqualTo(SECRET);
            assertThat(text).isEqualTo(good);
        } catch (SealBrokenException e) {
            assertThat(text).isNotEqualTo(good);
            assertThat(e.getMessage()).doesNotContain(SECRET);
        }
    }
}
