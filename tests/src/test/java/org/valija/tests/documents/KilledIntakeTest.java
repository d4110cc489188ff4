package org.valija.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.Main;
import org.valija.server.database.ServerSchema;
import org.valija.server.database.SqliteFiles;
import org.valija.tests.process.JavaProcess;

/** Two services watch one folder and are killed again and again while files come. */
@Tag("faults")
class KilledIntakeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int FILES_A_ROUND = 40;

    @TempDir
    Path folder;

    @Test
    void whateverDiesWhenEachFileBecomesOneDocument() throws IOException, SQLException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path watched = Files.createDirectories(folder.resolve("entrada"));
        DataSource database = SqliteFiles.open(data.resolve("valija.db"));
        ServerSchema.migrate(database);
        number(database, """
                INSERT INTO company (rfc, name, regime, postal_code, colour, active)
                VALUES ('CBA010101AB1', 'COMERCIAL DEL BAJIO', '', '', '#0b5563', 1) RETURNING id""");
        Random random = new Random(7);
        int rounds = Integer.getInteger("valija.rounds", 3);

        for (int round = 0; round < rounds; round++) {
            try (JavaProcess one = start(data, watched);
                    JavaProcess two = start(data, watched)) {
                one.expect("ready");
                two.expect("ready");
                for (int i = 0; i < FILES_A_ROUND; i++) {
                    put(watched, round * FILES_A_ROUND + i);
                }
                long before = (long) round * FILES_A_ROUND;
                long some = before + 1 + random.nextInt(FILES_A_ROUND / 2);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> number(database, "SELECT COUNT(*) FROM document") >= some);
                one.kill();
                two.kill();
            }
        }
        int all = rounds * FILES_A_ROUND;
        try (JavaProcess last = start(data, watched)) {
            last.expect("ready");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> names(watched).equals(List.of("tomados"))
                            && names(watched.resolve("tomados")).size() == all);
        }

        assertThat(number(database, "SELECT COUNT(*) FROM document")).isEqualTo(all);
        assertThat(number(database, "SELECT COUNT(*) FROM document_file")).isEqualTo(all);
        assertThat(number(database, "SELECT COUNT(DISTINCT identity) FROM document"))
                .isEqualTo(all);
        assertThat(names(watched.resolve("tomados"))).noneMatch(name -> name.contains("("));
    }

    private static JavaProcess start(Path data, Path watched) {
        return JavaProcess.start(IntakeNode.class, List.of(data.toString(), watched.toString()), PATIENCE);
    }

    /** Under another name first, as careful programs do. */
    private static void put(Path watched, int number) throws IOException {
        try (InputStream in = Main.class.getResourceAsStream("/demo/retencion-ejemplo.xml")) {
            String xml = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("000000091778", "%012d".formatted(number));
            Path unfinished = Files.writeString(watched.resolve(number + ".xml.part"), xml);
            Files.move(unfinished, watched.resolve(number + ".xml"));
        }
    }

    private static long number(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<String> names(Path place) throws IOException {
        if (Files.notExists(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
