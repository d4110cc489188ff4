package org.valija.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.cli.DoctorFixture.Said;

/** What the shells themselves make of the completion. */
@SuppressWarnings("NullAway.Init")
class CompletionCommandTest {

    /** What bash does at the tabulator, its answer a line each. */
    private static final String COMPLETE = "source completion; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1));"
            + " _complete_valija 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"";

    @TempDir
    Path folder;

    @Test
    void bashCompletesCommandsAndOptions() throws IOException, InterruptedException {
        assumeTrue(isThere("bash"), "no bash");

        assertThat(bash("valija", "se")).containsExactlyInAnyOrder("send", "serve");
        assertThat(bash("valija", "t")).doesNotContain("train");
        assertThat(bash("valija", "send", "--att")).containsExactly("--attach");
        assertThat(bash("valija", "keys", "re")).containsExactlyInAnyOrder("reencrypt", "retire");
    }

    @Test
    void zshTakesItToo() throws IOException, InterruptedException {
        assumeTrue(isThere("zsh"), "no zsh");
        Files.writeString(folder.resolve("completion"), script("zsh"));

        // What zsh would call at the tabulator is known after this, and is for valija.
        assertThat(run("zsh", "-f", "-c", "source completion; print -r -- $_comps[valija]"))
                .singleElement()
                .asString()
                .contains("_bash_complete", "-F _complete_valija");
    }

    @Test
    void anotherShellIsWrongUse() {
        assertThat(DoctorFixture.run("completion", "fish").status()).isEqualTo(ExitStatus.WRONG_USE.code());
        assertThat(DoctorFixture.run("completion").status()).isEqualTo(ExitStatus.WRONG_USE.code());
    }

    /** What bash offers for the last of these words. */
    private List<String> bash(String... words) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("completion"), script("bash"));
        return run(Stream.concat(Stream.of("bash", "--norc", "-c", COMPLETE, "bash"), Stream.of(words))
                .toArray(String[]::new));
    }

    private static String script(String shell) {
        Said said = DoctorFixture.run("completion", shell);
        assertThat(said.status()).isZero();
        return said.out();
    }

    private List<String> run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().map(String::strip).toList();
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
