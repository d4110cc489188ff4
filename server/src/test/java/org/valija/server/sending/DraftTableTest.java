package org.valija.server.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.server.sending.DraftAttachmentTable.NewAttachment;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class DraftTableTest {

    private static final String ONE = "node-1";
    private static final String OTHER = "node-2";
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final DraftContent CONTENT = new DraftContent(
            "juan@bajio.example",
            "Ana <ana@cliente.example>",
            "",
            "archivo@bajio.example",
            "",
            "Retención 😀",
            "Hola:\n\nAdiós.",
            "Juan",
            true,
            true);
    private static final DraftResult RESULT =
            new DraftResult("deferred", "451 4.7.1 later", Optional.of("<a@b>"), "", NOON);

    private final Database database;
    private final DraftAttachmentTable attachments;
    private final DraftTable drafts;

    DraftTableTest(TestDatabase test) {
        this.database = InstalledDatabase.of(test);
        this.attachments = new DraftAttachmentTable(database);
        this.drafts = new DraftTable(database, attachments);
    }

    @Test
    void whatWasTypedIsKeptAsTyped() {
        drafts.insert("a", "ANA", CONTENT, Optional.empty(), NOON);

        assertThat(drafts.find("a", "ANA"))
                .hasValue(new Draft(
                        "a",
                        "ANA",
                        CONTENT,
                        Optional.empty(),
                        DraftState.DRAFT,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        NOON));
    }

    @Test
    void nobodyElseSeesChangesOrSendsIt() {
        drafts.insert("a", "ANA", CONTENT, Optional.empty(), NOON);

        assertThat(drafts.find("a", "LUIS")).isEmpty();
        assertThat(drafts.latest("LUIS", 10)).isEmpty();
        assertThat(drafts.update("a", "LUIS", CONTENT, Optional.empty(), NOON)).isFalse();
        assertThat(begin("a", "LUIS", ONE)).isFalse();
        assertThat(drafts.find("a", "ANA").orElseThrow().state()).isEqualTo(DraftState.DRAFT);
    }

    @Test
    void ofManyThatPressTheButtonOneSends() throws Exception {
        drafts.insert("a", "ANA", CONTENT, Optional.empty(), NOON);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Callable<Boolean> press = () -> begin("a", "ANA", ONE);
            List<Boolean> got = new ArrayList<>();
            for (Future<Boolean> one :
                    pool.invokeAll(List.of(press, press, press, press, press, press, press, press))) {
                got.add(one.get());
            }
            assertThat(got).containsOnlyOnce(true);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void whatIsOnItsWayCannotBeChangedAndWhatFailedCan() {
        drafts.insert("a", "ANA", CONTENT, Optional.empty(), NOON);
        begin("a", "ANA", ONE);
        assertThat(drafts.update("a", "ANA", CONTENT, Optional.empty(), NOON)).isFalse();

        finish("a", DraftState.DEFERRED);

        Draft draft = drafts.find("a", "ANA").orElseThrow();
        assertThat(draft.state()).isEqualTo(DraftState.DEFERRED);
        assertThat(draft.result()).hasValue(RESULT);
        assertThat(drafts.update("a", "ANA", CONTENT, Optional.empty(), NOON)).isTrue();
        assertThat(begin("a", "ANA", ONE)).isTrue();
    }

    @Test
    void aResultComesOnlyToWhatIsOnItsWay() {
        drafts.insert("a", "ANA", CONTENT, Optional.empty(), NOON);

        finish("a", DraftState.SENT);

        assertThat(drafts.find("a", "ANA").orElseThrow().state()).isEqualTo(DraftState.DRAFT);
    }

    @Test
    void whatANodeWasSendingWhenItEndedIsInterruptedAndWhatAnotherSendsIsNot() {
        for (String id : List.of("a", "b", "c")) {
            drafts.insert(id, "ANA", CONTENT, Optional.empty(), NOON);
        }
        begin("a", "ANA", ONE);
        begin("b", "ANA", OTHER);

        assertThat(interrupted(ONE, List.of(OTHER), NOON.plusSeconds(60))).containsExactly("a");
        assertThat(interrupted(ONE, List.of(), NOON)).containsExactly("a");
        finish("a", DraftState.UNKNOWN);

        assertThat(interrupted(ONE, List.of(OTHER), NOON.plusSeconds(60))).isEmpty();
        assertThat(drafts.find("b", "ANA").orElseThrow().state()).isEqualTo(DraftState.SENDING);
        assertThat(drafts.find("c", "ANA").orElseThrow().state()).isEqualTo(DraftState.DRAFT);
    }

    @Test
    void whatANodeWasSendingThatDoesNotLiveIsInterruptedAfterAWhile() {
        drafts.insert("a", "ANA", CONTENT, Optional.empty(), NOON);
        begin("a", "ANA", OTHER);

        assertThat(interrupted(ONE, List.of(), NOON)).isEmpty();
        assertThat(interrupted(ONE, List.of("third"), NOON.plusSeconds(1))).containsExactly("a");
    }

    private boolean begin(String id, String userCode, String node) {
        return database.inTransaction(connection -> drafts.begin(connection, id, userCode, node, NOON));
    }

    private void finish(String id, DraftState state) {
        database.inTransaction(connection -> drafts.finish(connection, id, state, RESULT));
    }

    private List<String> interrupted(String node, List<String> living, Instant longAgo) {
        return database.inTransaction(connection -> drafts.interrupted(connection, node, living, longAgo));
    }

    @Test
    void theLatestComeFirst() {
        for (int i = 0; i < 4; i++) {
            drafts.insert("d" + i, "ANA", CONTENT, Optional.empty(), NOON.plusMillis(i));
        }

        assertThat(drafts.latest("ANA", 3)).extracting(Draft::id).containsExactly("d3", "d2", "d1");
    }

    @Test
    void filesComeBackOctetForOctetWhateverTheirSize() throws IOException {
        drafts.insert("a", "ANA", CONTENT, Optional.empty(), NOON);
        int[] sizes = {1, DraftAttachmentTable.CHUNK, DraftAttachmentTable.CHUNK * 4, DraftAttachmentTable.CHUNK * 5 + 7
        };
        List<byte[]> files = new ArrayList<>();
        for (int size : sizes) {
            byte[] octets = new byte[size];
            new Random(size).nextBytes(octets);
            files.add(octets);
            attachments.add(new NewAttachment("a", size + ".bin", "text/xml"), new ByteArrayInputStream(octets));
        }

        List<DraftAttachment> found = drafts.find("a", "ANA").orElseThrow().attachments();

        assertThat(found)
                .extracting(DraftAttachment::size)
                .containsExactly(
                        Arrays.stream(sizes).mapToObj(size -> (long) size).toArray(Long[]::new));
        for (int i = 0; i < sizes.length; i++) {
            assertThat(attachments.open(found.get(i).id()).readAllBytes()).isEqualTo(files.get(i));
        }
    }

    @Test
    void aRemovedFileLeavesNothingBehind() throws IOException {
        drafts.insert("a", "ANA", CONTENT, Optional.empty(), NOON);
        long first = attach("first").id();
        long second = attach("second").id();

        attachments.remove("a", first);

        assertThat(drafts.find("a", "ANA").orElseThrow().attachments())
                .extracting(DraftAttachment::id)
                .containsExactly(second);
        assertThat(attachments.open(first).readAllBytes()).isEmpty();
        assertThat(contentRows()).isEqualTo(1);
    }

    @Test
    void anotherDraftsFileIsNotRemoved() throws IOException {
        drafts.insert("a", "ANA", CONTENT, Optional.empty(), NOON);
        drafts.insert("b", "LUIS", CONTENT, Optional.empty(), NOON);
        long file = attach("first").id();

        attachments.remove("b", file);

        assertThat(drafts.find("a", "ANA").orElseThrow().attachments()).hasSize(1);
        assertThat(contentRows()).isEqualTo(1);
    }

    @Test
    void aFileThatBreaksOffIsNotThere() {
        drafts.insert("a", "ANA", CONTENT, Optional.empty(), NOON);
        InputStream broken = new SequenceInputStream(
                new ByteArrayInputStream(new byte[DraftAttachmentTable.CHUNK * 5]),
                new FilterInputStream(InputStream.nullInputStream()) {
                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        throw new IOException("the connection broke");
                    }
                });

        assertThat(catchThrowable(() -> attachments.add(new NewAttachment("a", "a.bin", "text/xml"), broken)))
                .hasMessage("the connection broke");

        assertThat(drafts.find("a", "ANA").orElseThrow().attachments()).isEmpty();
    }

    private DraftAttachment attach(String text) throws IOException {
        return attachments.add(
                new NewAttachment("a", text + ".txt", "text/plain"),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private int contentRows() {
        return database.run(connection -> {
            try (var rows = connection.createStatement().executeQuery("SELECT COUNT(*) FROM draft_content")) {
                rows.next();
                return rows.getInt(1);
            }
        });
    }
}
