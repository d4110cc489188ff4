package org.valija.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class ContentsTest {

    private final byte[] octets = new byte[3 * Contents.CHUNK + 17];
    private final Database database;
    private final Contents contents;

    ContentsTest(TestDatabase which) {
        this.database = InstalledDatabase.of(which);
        this.contents = new Contents(database, "document_content");
    }

    @BeforeEach
    void fill() {
        new Random(7).nextBytes(octets);
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Contents.Kept kept = contents.write(new ByteArrayInputStream(octets));

        try (InputStream whole = contents.open(kept);
                InputStream bySize = contents.open(kept.id(), kept.size())) {
            assertThat(whole.readAllBytes()).isEqualTo(octets);
            assertThat(bySize.readAllBytes()).isEqualTo(octets);
        }
    }

    @Test
    void anEmptyFileIsEmpty() throws IOException {
        Contents.Kept kept = contents.write(new ByteArrayInputStream(new byte[0]));

        try (InputStream in = contents.open(kept)) {
            assertThat(in.readAllBytes()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM document_content",
                "DELETE FROM document_content WHERE seq = 3",
                "UPDATE document_content SET octets = (SELECT octets FROM document_content WHERE seq = 0) WHERE seq = 1"
            })
    void whatIsNotAsItWasWrittenIsNoFile(String change) throws IOException {
        Contents.Kept kept = contents.write(new ByteArrayInputStream(octets));
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(change);
            }
        });

        try (InputStream in = contents.open(kept)) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class).hasMessageContaining("is damaged");
        }
    }
}
