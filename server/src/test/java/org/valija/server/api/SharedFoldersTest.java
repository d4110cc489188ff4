package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.server.api.ApiProperties.SharedFolder;
import org.valija.server.scratch.ScratchFolder;

class SharedFoldersTest {

    @TempDir
    private Path folder;

    private Path docs = Path.of("");
    private SharedFolders folders = new SharedFolders(new ApiProperties(1, List.of()));

    @BeforeEach
    void share() throws IOException {
        docs = Files.createDirectories(folder.resolve("docs"));
        Files.createDirectories(docs.resolve("2026"));
        Files.writeString(docs.resolve("x.pdf"), "x");
        Files.writeString(docs.resolve("2026/añejo.pdf"), "y");
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createDirectories(folder.resolve("docs-other"));
        Files.writeString(folder.resolve("docs-other/z.pdf"), "z");
        folders = new SharedFolders(new ApiProperties(
                1, List.of(new SharedFolder("Z:\\docs", docs), new SharedFolder("/mnt/docs/", docs))));
    }

    @Test
    void aFileIsReadUnderEitherName() throws IOException {
        assertThat(read("Z:\\docs\\x.pdf")).isEqualTo("x");
        assertThat(read("z:/DOCS/x.pdf")).isEqualTo("x");
        assertThat(read("Z:\\docs\\2026\\añejo.pdf")).isEqualTo("y");
        assertThat(read("/mnt/docs/x.pdf")).isEqualTo("x");
        assertThat(read("/mnt/docs/2026/añejo.pdf")).isEqualTo("y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Z:\\docs\\..\\secret.txt",
                "Z:\\docs\\2026\\..\\..\\secret.txt",
                "/mnt/docs/../secret.txt",
                "/mnt/docs/./x.pdf",
                "/mnt/docs//x.pdf",
                "/mnt/docs/2026\\..\\..\\secret.txt",
                "Z:\\docs",
                "Z:\\docs\\",
                "Z:\\docs-other\\z.pdf",
                "/MNT/docs/x.pdf",
                "/etc/passwd",
                "x.pdf",
                "\\\\server\\docs\\x.pdf",
                "Z:\\docs\\x.pdf:stream",
                "Z:\\docs\\x\0.pdf",
                ""
            })
    void whatIsNotBelowAFolderIsRefused(String path) {
        assertRefused(Problem.PATH_NOT_SHARED, path);
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Files.createSymbolicLink(docs.resolve("link.txt"), folder.resolve("secret.txt"));
        Files.createSymbolicLink(docs.resolve("away"), folder);
        Files.createSymbolicLink(docs.resolve("inside.pdf"), docs.resolve("x.pdf"));

        assertRefused(Problem.PATH_NOT_SHARED, "/mnt/docs/link.txt");
        assertRefused(Problem.PATH_NOT_SHARED, "/mnt/docs/away/secret.txt");
        assertRefused(Problem.PATH_NOT_SHARED, "/mnt/docs/inside.pdf");
    }

    @Test
    void aFolderThatIsItselfALinkServes() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("srv"), docs);
        folders = new SharedFolders(new ApiProperties(1, List.of(new SharedFolder("Z:\\docs", link))));

        assertThat(read("Z:\\docs\\x.pdf")).isEqualTo("x");
    }

    @Test
    void whatIsNoFileOrNotThereCannotBeRead() {
        assertRefused(Problem.FILE_UNREADABLE, "/mnt/docs/2026");
        assertRefused(Problem.FILE_UNREADABLE, "/mnt/docs/missing.pdf");
    }

    private String read(String path) throws IOException {
        try (ScratchFolder scratch = scratch();
                Spools spools = new Spools(scratch);
                InputStream in = folders.read(path, spools).open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void assertRefused(Problem problem, String path) {
        try (ScratchFolder scratch = scratch();
                Spools spools = new Spools(scratch)) {
            assertThatThrownBy(() -> folders.read(path, spools))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            refused -> assertThat(refused.problem()).isEqualTo(problem));
        }
    }

    private ScratchFolder scratch() {
        return ScratchFolder.in(folder.resolve("tmp"));
    }
}
