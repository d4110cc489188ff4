package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import org.valija.server.scratch.ScratchFolder;

@SuppressWarnings("NullAway.Init")
class SpoolsTest {

    @TempDir
    private Path folder;

    private ScratchFolder scratch;

    @BeforeEach
    void open() {
        scratch = ScratchFolder.in(folder);
    }

    @AfterEach
    void close() {
        scratch.close();
    }

    @Test
    void whatIsLargeLiesInTheScratchFolderUntilTheEnd() throws IOException {
        byte[] large = new byte[300_000];
        large[299_999] = 7;
        try (Spools spools = new Spools(scratch)) {
            Spooled kept = spools.keep(out -> out.write(large));
            spools.keep(out -> out.write(1));

            assertThat(kept.open().readAllBytes()).isEqualTo(large);
            assertThat(files()).hasSize(1);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aFileThatCannotBeDeletedKeepsNoOther() throws IOException {
        List<Path> made;
        try (Spools spools = new Spools(scratch)) {
            spools.keep(out -> out.write(new byte[300_000]));
            spools.keep(out -> out.write(new byte[300_000]));
            made = files();
            Path stubborn = made.getFirst();
            Files.delete(stubborn);
            Files.createFile(Files.createDirectory(stubborn).resolve("x"));
        }
        assertThat(made).hasSize(2);
        assertThat(files()).containsExactly(made.getFirst());
    }

    @Test
    void theSourcesTroubleIsToldFromTheDisks() throws IOException {
        try (Spools spools = new Spools(scratch)) {
            assertThatThrownBy(() -> spools.keep(out -> {
                        throw new IOException("gone");
                    }))
                    .isInstanceOf(UncheckedIOException.class);
            FileSystemUtils.deleteRecursively(scratch.path());
            assertThatThrownBy(() -> spools.keep(out -> out.write(new byte[300_000])))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            refused -> assertThat(refused.problem()).isEqualTo(Problem.STORAGE_UNAVAILABLE));
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(scratch.path())) {
            return files.sorted().toList();
        }
    }
}
