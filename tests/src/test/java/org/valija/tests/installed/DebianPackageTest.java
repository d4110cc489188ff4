package org.valija.tests.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;

/** The package's whole life on this system. */
@Tag("package")
class DebianPackageTest {

    private static final Path PROGRAM = Path.of("/opt/valija");
    private static final Path DATA = Path.of("/var/lib/valija");
    private static final Path CACHE = Path.of("/var/cache/valija");
    private static final Path SETTINGS = Path.of("/etc/valija/valija.yaml");
    private static final Path UNIT = Path.of("/lib/systemd/system/valija.service");
    private static final Path LEFT_OVER = PROGRAM.resolve("app/lib/of-an-older-version.jar");

    @TempDir
    Path folder;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());

    @BeforeEach
    void nothingIsInstalled() {
        assertThat(Command.of("dpkg-query", "-W", "valija").run().status())
                .as("valija is installed on this machine: its data would be purged")
                .isNotZero();
        assertThat(DATA).doesNotExist();
    }

    @AfterEach
    void purge() {
        simulator.close();
        Command.of("dpkg", "--purge", "valija").run();
    }

    @Test
    void itIsInstalledStartedUpgradedWithItsDataRemovedAndPurged() throws IOException {
        dpkg("--install", older().toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(DATA)))
                .isEqualTo("rwx------");
        assertThat(Files.getOwner(DATA)).hasToString("valija");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(SETTINGS)))
                .isEqualTo("rw-r-----");
        startsWithTheSettingsThatItBrings();
        configure();

        String key;
        try (RunningService service = RunningService.start(unit())) {
            key = service.firstKey().orElseThrow();
            Console.enter(service, key).prepare();
        }
        assertThat(CACHE.resolve("valija.aot")).as("fast start").isNotEmptyFile();
        String settings = Files.readString(SETTINGS);

        dpkg("--force-confold", "--install", Dist.file(".deb").toString());
        assertThat(LEFT_OVER).doesNotExist();
        assertThat(SETTINGS).content().isEqualTo(settings);
        assertThat(CACHE.resolve("valija.aot")).as("made for the older version").doesNotExist();
        try (RunningService service = RunningService.start(unit())) {
            assertThat(service.firstKey()).isEmpty();
            assertThat(Console.enter(service, key).mailbox()).isEqualTo(Console.MAILBOX);
            // As an administrator: the commands work on the service's own data, and leave nothing that it cannot write.
            assertThat(Command.of("valija", "keys").run().succeeded().text())
                    .contains(DATA.resolve("valija.keys").toString());
            Command.of("valija", "backup", DATA.resolve("respaldo").toString())
                    .run()
                    .succeeded();
            assertThat(Command.of("find", DATA.toString(), "!", "-user", "valija", "!", "-type", "l")
                            .run()
                            .text())
                    .isEmpty();
        }

        dpkg("--remove", "valija");
        assertThat(PROGRAM).doesNotExist();
        assertThat(UNIT).doesNotExist();
        assertThat(CACHE).doesNotExist();
        assertThat(DATA.resolve("valija.db")).isNotEmptyFile();
        assertThat(DATA.resolve("valija.keys")).isNotEmptyFile();
        assertThat(SETTINGS).content().isEqualTo(settings);

        dpkg("--purge", "valija");
        assertThat(DATA).doesNotExist();
        assertThat(SETTINGS.getParent()).doesNotExist();
        assertThat(Command.of("getent", "passwd", "valija").run().status()).isNotZero();
    }

    /** On a free port and with a data folder that is thrown away. */
    private void startsWithTheSettingsThatItBrings() throws IOException {
        Path data = Files.createDirectory(Path.of("/var/lib/valija-prueba"));
        try {
            Command.of("chown", "valija", data.toString()).run().succeeded();
            try (RunningService service = RunningService.start(
                    unit("--data", data.toString(), "--config", SETTINGS.toString(), "--port", "0"))) {
                assertThat(service.firstKey()).isPresent();
            }
        } finally {
            Command.of("rm", "-r", data.toString()).run();
        }
    }

    private static void dpkg(String... arguments) {
        List<String> words = new ArrayList<>(List.of("dpkg"));
        words.addAll(List.of(arguments));
        Command.of(words.toArray(String[]::new)).with("LC_ALL", "C").run().succeeded();
    }

    /** This build under an older number, with a file that the newer one lacks. */
    private Path older() throws IOException {
        Path root = folder.resolve("older");
        Path made = folder.resolve("older.deb");
        Command.of("dpkg-deb", "-R", Dist.file(".deb").toString(), root.toString())
                .run()
                .succeeded();
        Path control = root.resolve("DEBIAN/control");
        Files.writeString(control, Files.readString(control).replaceFirst("Version: .*", "Version: 0.0.1"));
        Files.writeString(root.resolve(PROGRAM.getRoot().relativize(LEFT_OVER)), "old");
        Command.of("dpkg-deb", "--root-owner-group", "-Znone", "--build", root.toString(), made.toString())
                .run()
                .succeeded();
        return made;
    }

    /** Its settings point at the simulator, whose certificate it may read. */
    private void configure() throws IOException {
        Path authority = Files.copy(simulator.caCertificateFile(), SETTINGS.resolveSibling("ca.pem"));
        Files.setPosixFilePermissions(authority, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(
                SETTINGS,
                RunningService.settings(simulator, "")
                        .replace(simulator.caCertificateFile().toString(), authority.toString()));
    }

    /** What systemd would run: user, variables and program as the unit has them. */
    private static Command unit(String... further) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + of("User").get(0),
                "--regid=" + of("Group").get(0),
                "--init-groups",
                "env",
                "-i"));
        words.add("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin");
        words.addAll(of("Environment"));
        words.addAll(List.of(of("ExecStart").get(0).split(" ")));
        words.addAll(List.of(further));
        return Command.of(words.toArray(String[]::new)).in(Path.of("/"));
    }

    private static List<String> of(String setting) throws IOException {
        return Files.readAllLines(UNIT).stream()
                .filter(line -> line.startsWith(setting + "="))
                .map(line -> line.substring(setting.length() + 1))
                .toList();
    }
}
