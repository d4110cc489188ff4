package org.valija.tests.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.ClienteOauth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Secret;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.sql.TestDatabase;
import org.valija.tests.process.Connections;
import org.valija.tests.process.JavaProcess;
import org.valija.tests.vault.SimulatedProvider;

/**
 * Content streams: a node with a heap of 256 MB accepts many mails of 20 MB at a time and delivers over many connections at a
 * time, more than the heap would hold whole, half of them while the other half is still being accepted. Each arrives octet for
 * octet, and SQLite's write-ahead log stays small.
 */
@Tag("faults")
class SmallHeapTest {

    private static final int MAILS = Integer.getInteger("valija.large", 100);

    /** Each sends over a connection at least, so that enough mails are under way together. */
    private static final int ACCOUNTS = 16;

    private static final long MEBIBYTE = 1024L * 1024;
    private static final long SMALL_HEAP = 256 * MEBIBYTE;

    /** Held whole, they are more than the heap. */
    private static final int TOGETHER = (int) (SMALL_HEAP / new LargeMail(0).size()) + 2;

    private static final long LARGEST_LOG = 64 * MEBIBYTE;

    @ParameterizedTest
    @EnumSource
    void manyLargeMailsGoThroughASmallHeap(TestDatabase kind, @TempDir Path folder) throws IOException {
        DataSource dataSource =
                kind == TestDatabase.SQLITE ? TestDatabase.sqlite(folder.resolve("valija.db")) : kind.create();
        try (Simulator simulator = Simulator.start(SimulatorOptions.defaults());
                HashingSink sink = new HashingSink(TOGETHER);
                WriteAheadLog log = WriteAheadLog.watch(folder.resolve("valija.db-wal"));
                ClienteOauth console = SmallHeapNode.open(
                        dataSource, folder.resolve("valija.keys"), simulator.httpUri(), sink.port())) {
            List<Long> grants = grants(simulator, console);
            try (JavaProcess node = JavaProcess.start(
                    SmallHeapNode.class,
                    SmallHeapNode.arguments(
                            Connections.url(dataSource),
                            folder.resolve("valija.keys"),
                            simulator.httpUri(),
                            sink.port(),
                            grants),
                    Duration.ofMinutes(3))) {
                assertThat(Long.parseLong(node.expect("ready"))).isLessThanOrEqualTo(SMALL_HEAP);
                long begun = System.nanoTime();
                node.tell("accept 0 " + MAILS / 2);
                node.expect("accepted");
                long waiting = System.nanoTime();
                node.tell("deliver");
                node.expect("delivering");
                node.tell("accept " + MAILS / 2 + " " + MAILS);
                node.expect("accepted");
                Awaitility.await()
                        .atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> console.outbox().waiting().isEmpty());
                System.out.printf(
                        "%s: %d mails of 20 MB, half accepted in %.1f s, the rest accepted and all delivered in %.1f s%s%n",
                        kind,
                        MAILS,
                        seconds(waiting - begun),
                        seconds(System.nanoTime() - waiting),
                        kind == TestDatabase.SQLITE
                                ? "; its write-ahead log had up to " + log.largest() / MEBIBYTE + " MB"
                                : "");
                node.tell("close");
                node.expect("closed");
            }
            assertThat(sink.troubles()).isEmpty();
            assertThat(sink.arrived()).hasSize(MAILS);
            assertThat(IntStream.range(0, MAILS).mapToObj(LargeMail::new))
                    .allSatisfy(mail ->
                            assertThat(sink.arrived().get(mail.recipient())).containsExactly(mail.sha256()));
            assertThat(sink.wereTogether()).isTrue();
            if (kind == TestDatabase.SQLITE) {
                assertThat(log.largest()).isBetween(1L, LARGEST_LOG);
            }
        }
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private static List<Long> grants(Simulator simulator, ClienteOauth console) {
        console.register(OAuthClient.desktop(
                Provider.GMAIL, SimulatedGoogle.DEMO_CLIENT.id(), Secret.of(SimulatedGoogle.DEMO_CLIENT.secret())));
        List<Long> grants = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            String email = SmallHeapNode.sender(i);
            simulator.google().addAccount(email, email);
            grants.add(SimulatedProvider.connect(console.oauth(), "JUAN", email).id());
        }
        return grants;
    }
}
