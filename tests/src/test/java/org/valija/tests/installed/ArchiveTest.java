package org.valija.tests.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;

/** The archive unpacked by root, and run by somebody who may write nowhere but in a folder of their own. */
@Tag("package")
class ArchiveTest {

    private static final String NOBODY = "nobody";

    @TempDir
    Path folder;

    @Test
    void theUnpackedServiceRunsForAnUnprivilegedUser() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path program = Dist.unpack(folder);
        Path home = Files.createDirectory(folder.resolve("home"));
        try (Simulator simulator = Simulator.start(SimulatorOptions.defaults())) {
            Path settings = folder.resolve("valija.yaml");
            RunningService.write(settings, RunningService.settings(simulator, ""));
            Path authority = Files.copy(simulator.caCertificateFile(), folder.resolve("ca.pem"));
            Files.setPosixFilePermissions(authority, PosixFilePermissions.fromString("rw-r--r--"));
            RunningService.write(
                    settings,
                    Files.readString(settings)
                            .replace(simulator.caCertificateFile().toString(), authority.toString()));
            Command.of("chown", NOBODY, home.toString()).run().succeeded();

            try (RunningService service = RunningService.start(
                    as(home, program.resolve("bin/valija").toString(), "serve", "--config", settings.toString()))) {
                Console console = Console.enter(service, service.firstKey().orElseThrow());
                console.prepare();
                assertThat(console.mailbox()).isEqualTo(Console.MAILBOX);
            }
            Path data = home.resolve("valija");
            assertThat(data.resolve("valija.db")).isNotEmptyFile();
            assertThat(Files.getOwner(data.resolve("valija.db"))).hasToString(NOBODY);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
        }
    }

    /** The account that owns nothing but the folder given. */
    private static Command as(Path home, String... words) {
        String[] all = new String[words.length + 4];
        System.arraycopy(
                new String[] {"setpriv", "--reuid=" + NOBODY, "--regid=nogroup", "--clear-groups"}, 0, all, 0, 4);
        System.arraycopy(words, 0, all, 4, words.length);
        return Command.of(all)
                .in(home)
                .with("VALIJA_DATA", home.resolve("valija").toString());
    }
}
