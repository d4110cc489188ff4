package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import org.valija.server.api.ApiClient.Answer;
import org.valija.server.api.DirectIntake.Letter;
import org.valija.server.scratch.ScratchFolder;

/** What is wrong with this server is never said to be the program's fault, and leaves nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ApiTroubleTest {

    private static final String MESSAGES = "/api/v1/messages";
    private static final String LARGE = Base64.getEncoder().encodeToString(new byte[700_000]);
    private static final String MAIL = "{\"to\":[\"ana@cliente.example\"],\"subject\":\"Hola\"";
    private static final String LARGE_MAIL =
            MAIL + ",\"attachments\":[{\"name\":\"a.bin\",\"content\":\"" + LARGE + "\"}]}";

    @TempDir
    private static Path folder;

    private ApiFixture fixture;
    private ApiClient api;

    @BeforeAll
    void start() throws IOException {
        fixture = new ApiFixture(Files.createDirectories(folder.resolve("data")), Map.of());
        api = fixture.client(fixture.token(Optional.of("SUPERVISOR")));
        fixture.connect("SUPERVISOR", ApiFixture.MAILBOX);
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void aDiskThatTakesNoFilesIsTheServersTrouble() throws IOException {
        Path scratch = fixture.context().getBean(ScratchFolder.class).path();
        String form = "--f\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n" + MAIL
                + "}\r\n--f\r\nContent-Disposition: form-data; name=\"attachment\"; filename=\"a.bin\"\r\n\r\n"
                + LARGE + "\r\n--f--\r\n";
        Path file = Files.writeString(folder.resolve("a.bin"), LARGE);
        Letter letter = new Letter(
                "SUPERVISOR", "", List.of("ana@cliente.example"), List.of(), List.of(), "", "Hola", "", List.of(file));
        FileSystemUtils.deleteRecursively(scratch);
        Files.createFile(scratch);
        try {
            Answer json = api.post(MESSAGES, LARGE_MAIL);
            Answer asForm = api.post(MESSAGES, form, "Content-Type", "multipart/form-data; boundary=f");

            for (Answer refused : List.of(json, asForm)) {
                assertThat(refused.status()).as(refused.code()).isEqualTo(503);
                assertThat(refused.code()).isEqualTo("storage_unavailable");
                assertThat(refused.header("Retry-After")).isEqualTo("60");
            }
            assertThatThrownBy(
                            () -> fixture.context().getBean(DirectIntake.class).accept(letter, "clave"))
                    .isInstanceOfSatisfying(RefusedException.class, refused -> {
                        assertThat(refused.status()).isEqualTo(503);
                        assertThat(refused.code()).isEqualTo("storage_unavailable");
                    });
            assertThat(api.post(MESSAGES, MAIL + "}").status()).isEqualTo(202);
        } finally {
            Files.delete(scratch);
            Files.createDirectory(scratch);
        }
        assertThat(api.post(MESSAGES, LARGE_MAIL).status()).isEqualTo(202);
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void formsAreKeptBelowTheDataFolder() {
        Path scratch = fixture.context().getBean(ScratchFolder.class).path();

        assertThat(scratch).startsWith(folder.resolve("data"));
        assertThat(fixture.context().getBean(ServletContext.class))
                .satisfies(context -> assertThat(String.valueOf(context.getAttribute(ServletContext.TEMPDIR)))
                        .startsWith(scratch.toString()));
    }

    @Test
    void aMailThatIsNotAcceptedLeavesNoContent() throws SQLException {
        execute("CREATE TRIGGER refuse BEFORE INSERT ON outbox_message BEGIN SELECT RAISE(ABORT, 'no'); END");
        try {
            assertThat(api.post(MESSAGES, LARGE_MAIL).status()).isGreaterThanOrEqualTo(500);
        } finally {
            execute("DROP TRIGGER refuse");
        }

        assertThat(waitingContents()).isZero();
    }

    @Test
    void whatWasHandedInManyTimesAtOnceLeavesOneContent() throws Exception {
        Callable<Answer> call = () -> api.post(MESSAGES, LARGE_MAIL, "Idempotency-Key", "a-la-vez");
        List<Future<Answer>> answers;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = threads.invokeAll(Collections.nCopies(8, call));
        }
        Set<Long> ids = new HashSet<>();
        for (Future<Answer> answer : answers) {
            assertThat(answer.get().status()).isEqualTo(202);
            ids.add(answer.get().body().get("id").asLong());
        }

        assertThat(ids).hasSize(1);
        assertThat(waitingContents()).isZero();
    }

    @Test
    void aUseThatCannotBeNotedRefusesNothing() throws SQLException {
        ApiClient unused = api.with(fixture.token(Optional.of("SUPERVISOR")));
        execute("CREATE TRIGGER refuse BEFORE UPDATE ON api_token BEGIN SELECT RAISE(ABORT, 'no'); END");
        try {
            assertThat(unused.get("/api/v1/accounts").status()).isEqualTo(200);
        } finally {
            execute("DROP TRIGGER refuse");
        }
    }

    @Test
    void aFormOfUnknownLengthIsRefusedBeforeItIsRead() {
        Answer refused = api.call(
                "POST",
                MESSAGES,
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[10])),
                "Content-Type",
                "Multipart/Form-Data; boundary=f");

        assertThat(refused.status()).isEqualTo(411);
        assertThat(refused.code()).isEqualTo("length_required");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + fixture.database());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute(sql);
        }
    }

    private long waitingContents() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + fixture.database());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM outbox_content WHERE NOT accepted")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
