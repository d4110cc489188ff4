package org.valija.server.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ScratchFolderTest {

    @TempDir
    private Path data;

    @Test
    void itIsItsOwnersAloneAndGoesWithItsProcess() throws IOException {
        ScratchFolder scratch = open();
        Path file = Files.writeString(scratch.newFile(), "x");
        assertThat(file).hasParent(scratch.path());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(scratch.path())))
                .isEqualTo("rwx------");

        scratch.close();

        assertThat(data.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void whatTheDeadLeftIsDeletedAndTheLivingKeepTheirs() throws IOException {
        Path dead = Files.createDirectories(data.resolve("tmp/dead/work/Tomcat"));
        Files.writeString(dead.resolve("upload.tmp"), "x");
        Files.createFile(data.resolve("tmp/dead.lock"));
        try (ScratchFolder living = open()) {
            Path file = living.newFile();

            try (ScratchFolder next = open()) {
                assertThat(next.path()).isNotEqualTo(living.path()).isEmptyDirectory();
                assertThat(data.resolve("tmp/dead")).doesNotExist();
                assertThat(data.resolve("tmp/dead.lock")).doesNotExist();
                assertThat(file).exists();
            }
        }
    }

    @Test
    void whoLivesElsewhereKeepsHis() throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Neighbour.class.getName(),
                        data.resolve("tmp").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path his = Path.of(other.inputReader().readLine());
        try (ScratchFolder mine = open()) {
            assertThat(mine.path()).exists();
            assertThat(his).exists();
        }
        other.destroyForcibly().waitFor();

        open().close();

        assertThat(his).doesNotExist();
    }

    /** Another process, until it is killed. */
    static final class Neighbour {
        private Neighbour() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] arguments) throws InterruptedException {
            ScratchFolder scratch = ScratchFolder.in(Path.of(arguments[0]));
            System.out.println(scratch.path());
            Thread.currentThread().join();
        }
    }

    private ScratchFolder open() {
        return ScratchFolder.in(data.resolve("tmp"));
    }
}
