package org.valija.tests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.oauth.KeyFile;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Secret;
import org.valija.oauth.TokenResult;
import org.valija.oauth.TokenVault;
import org.valija.oauth.VaultAdministration;
import org.valija.oauth.VaultAdministration.KeyInfo;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.Rotation;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.sql.TestDatabase;
import org.valija.tests.process.Connections;

/**
 * Two nodes renew two hundred times a second while their keys are rotated. The provider ends a grant whose old refresh
 * token is used again, so a token that was lost or written over is found at the next renewal. {@code -Dvalija.rounds=N}
 * rotations; the rate that was reached is reported.
 */
@ParameterizedClass
@EnumSource
@Tag("faults")
@SuppressWarnings("NullAway.Init")
class RotationUnderLoadTest {

    private static final int GRANTS = 100;
    private static final int A_SECOND = 200;

    @Parameter
    TestDatabase database;

    @TempDir
    Path folder;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<Object> wrong = new ConcurrentLinkedQueue<>();
    private final List<Long> grants = new ArrayList<>();

    @Test
    void noGrantIsLost(TestReporter reporter) throws Exception {
        DataSource pool = Connections.pooled(database.migrated());
        OAuth first = node(pool, keys(1));
        first.saveClient(OAuthClient.desktop(
                Provider.GMAIL, SimulatedGoogle.DEMO_CLIENT.id(), Secret.of(SimulatedGoogle.DEMO_CLIENT.secret())));
        copyKeys();
        OAuth second = node(pool, keys(2));
        for (int i = 0; i < GRANTS; i++) {
            grants.add(SimulatedProvider.connect(first, "USER" + i, Stage.EMAIL).id());
        }
        simulator.google().setRotation(Rotation.STRICT);

        long before = simulator.google().refreshRequests();
        long begin = System.nanoTime();
        try (Load load = new Load(List.of(first.vault(), second.vault()))) {
            for (int round = 1; round <= Stage.rounds(); round++) {
                rotate(pool);
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        reporter.publishEntry(
                database + ": renewals a second",
                String.valueOf(Math.round((simulator.google().refreshRequests() - before) / seconds)));

        assertThat(wrong).isEmpty();
        VaultAdministration keys = administration(pool, 1);
        keys.reencrypt(rows -> {});
        assertThat(keys.verify().unreadable()).isEmpty();
        assertThat(keys.keys()).hasSize(1).allMatch(KeyInfo::primary);
        OAuth restarted = node(pool, keys(2));
        for (long grant : grants) {
            renew(restarted.vault(), grant);
        }
        assertThat(wrong).isEmpty();
        background.shutdownNow();
        simulator.close();
    }

    /** As the administrator's guide says: add, copy to all nodes, make primary on all, re-encrypt, retire on all. */
    private void rotate(DataSource pool) throws IOException {
        VaultAdministration here = administration(pool, 1);
        VaultAdministration there = administration(pool, 2);
        String old = here.keys().stream()
                .filter(KeyInfo::primary)
                .map(KeyInfo::id)
                .findFirst()
                .orElseThrow();
        String added = here.add();
        copyKeys();
        here.makePrimary(added);
        there.makePrimary(added);
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> {
            here.reencrypt(rows -> {});
            here.retire(old);
        });
        there.retire(old);
    }

    /** Renews one grant after the other, on one node and the other, at a steady pace. */
    private final class Load implements AutoCloseable {
        private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
        private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        private final AtomicInteger turn = new AtomicInteger();

        Load(List<TokenVault> nodes) {
            pace.scheduleAtFixedRate(
                    () -> {
                        int now = turn.getAndIncrement();
                        workers.execute(() -> renew(nodes.get(now / GRANTS % nodes.size()), grants.get(now % GRANTS)));
                    },
                    0,
                    1_000_000 / A_SECOND,
                    TimeUnit.MICROSECONDS);
        }

        @Override
        public void close() {
            pace.shutdownNow();
            workers.close();
        }
    }

    private void renew(TokenVault vault, long grant) {
        try {
            TokenResult result = vault.accessToken(grant);
            if (result instanceof TokenResult.Usable usable) {
                result = vault.replacementFor(usable.token());
            }
            if (!(result instanceof TokenResult.Usable) && !(result instanceof TokenResult.NotNow)) {
                wrong.add(result);
            }
        } catch (RuntimeException e) {
            wrong.add(e);
        }
    }

    private Path keys(int node) {
        return folder.resolve("node-" + node + ".keys");
    }

    private void copyKeys() throws IOException {
        Path draft = folder.resolve("draft");
        Files.copy(keys(1), draft, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(draft, keys(2), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private VaultAdministration administration(DataSource dataSource, int node) {
        return new VaultAdministration(dataSource, KeyFile.at(keys(node)), Clock.systemUTC());
    }

    private OAuth node(DataSource dataSource, Path keys) {
        return new OAuth(new OAuth.Setup(
                dataSource,
                keys,
                SimulatedProvider.at(simulator.httpUri()),
                background,
                Clock.systemUTC(),
                String.valueOf(keys.getFileName()),
                Optional.empty()));
    }
}
