package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.valija.oauth.VaultFixture.JUAN;
import static org.valija.oauth.VaultFixture.LUCIA;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.simulator.google.FailurePlan;
import org.valija.simulator.google.Rotation;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;
import org.valija.sql.WatchedDataSource;

/** The vault when the database, the provider or a node fails it, and what it does by itself from time to time. */
@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
class VaultFaultsTest {

    private static final Predicate<String> STORING =
            sql -> sql.contains("SET generation = generation + 1, last_refresh");
    private static final Predicate<String> NOTING_USE = sql -> sql.contains("SET last_used_at");

    @Parameter
    TestDatabase database;

    @TempDir
    Path folder;

    private VaultFixture fixture;
    private volatile Predicate<String> refused = sql -> false;

    @BeforeEach
    void start() {
        fixture = new VaultFixture(database);
        fixture.google.setRotation(Rotation.STRICT);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void tokensThatTheDatabaseDidNotTakeAreStoredWhenItIsBackThoughNobodyAsks() {
        Grant grant = expired("JUAN", JUAN);
        OAuth node = new OAuth(refusing("node-1"));
        refused = STORING;

        assertThat(node.vault().accessToken(grant.id()))
                .isInstanceOfSatisfying(
                        TokenResult.NotNow.class,
                        notNow -> assertThat(notNow.error().code()).isEqualTo("database"));
        assertThat(unsavedFiles()).hasSize(1);
        assertThat(column("lease_owner")).startsWith("node-1/");
        refused = sql -> false;

        await().untilAsserted(() -> assertThat(column("generation")).isEqualTo("2"));
        assertThat(fixture.node("node-2").vault().accessToken(grant.id())).isInstanceOf(TokenResult.Usable.class);
        assertThat(node.vault().accessToken(grant.id())).isInstanceOf(TokenResult.Usable.class);
        assertThat(fixture.google.refreshRequests()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(unsavedFiles()).isEmpty());
    }

    @Test
    void theSameWithoutAFolder() {
        Grant grant = expired("JUAN", JUAN);
        OAuth node = new OAuth(fixture.setup("node-1", refusing(), fixture.simulator.httpUri()));
        refused = STORING;
        assertThat(node.vault().accessToken(grant.id())).isInstanceOf(TokenResult.NotNow.class);
        refused = sql -> false;

        await().untilAsserted(
                        () -> assertThat(node.vault().accessToken(grant.id())).isInstanceOf(TokenResult.Usable.class));
        assertThat(fixture.google.refreshRequests()).isEqualTo(1);
        assertThat(unsavedFiles()).isEmpty();
    }

    @Test
    void aFileOfTokensThatTheUserHasOvertakenIsNotStored() {
        Grant grant = expired("JUAN", JUAN);
        Path kept = leftBehind(grant);
        refused = sql -> false;
        fixture.connect("JUAN", JUAN);
        String refreshToken = column("emails_id, (SELECT \"RefreshToken\" FROM \"Emails\")");

        new OAuth(fixture.setup("node-2", fixture.dataSource, fixture.simulator.httpUri())
                .withFolder(folder));

        assertThat(kept).doesNotExist();
        assertThat(column("emails_id, (SELECT \"RefreshToken\" FROM \"Emails\")"))
                .isEqualTo(refreshToken);
    }

    @Test
    void aFileThatDoesNotOpenHindersNothing() throws Exception {
        Grant grant = expired("JUAN", JUAN);
        Path kept = folder.resolve("unsaved-tokens").resolve("renewed-" + grant.id() + "-1.sealed");
        Files.createDirectories(folder.resolve("unsaved-tokens"));
        Files.writeString(kept, "v1:0:damaged");

        OAuth node = new OAuth(refusing("node-1"));

        assertThat(node.vault().accessToken(grant.id())).isInstanceOf(TokenResult.Usable.class);
    }

    /** What a process leaves that ends while the database is away: it tries no more in the background. */
    private Path leftBehind(Grant grant) {
        OAuth.Setup setup = refusing("dying");
        Executor ended = task -> {
            throw new RejectedExecutionException("this process has ended");
        };
        OAuth dying = new OAuth(new OAuth.Setup(
                setup.dataSource(),
                setup.keyFile(),
                setup.providers(),
                ended,
                setup.clock(),
                setup.nodeName(),
                setup.tls(),
                setup.proxies(),
                setup.folder()));
        refused = STORING;
        assertThat(dying.vault().accessToken(grant.id())).isInstanceOf(TokenResult.NotNow.class);
        return unsavedFiles().get(0);
    }

    @Test
    void anInterruptedCallerDoesNotCutTheRenewalShort() {
        Grant grant = expired("JUAN", JUAN);
        fixture.google.fail(FailurePlan.answerLate(Duration.ofSeconds(1)));
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            TokenResult result = fixture.oauth.vault().accessToken(grant.id());
            stillInterrupted.complete(result instanceof TokenResult.Usable && Thread.interrupted());
        });
        caller.start();
        await().until(() -> fixture.google.refreshesGranted() == 1);

        caller.interrupt();

        assertThat(stillInterrupted).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(true);
        assertThat(fixture.google.refreshRequests()).isEqualTo(1);
    }

    @Test
    void anAttemptThatDidNotReachTheProviderLeavesTheInterruptionNamed() throws Exception {
        Grant grant = expired("JUAN", JUAN);
        fixture.google.fail(FailurePlan.answerLost());
        assertThat(fixture.oauth.vault().accessToken(grant.id())).isInstanceOf(TokenResult.NotNow.class);
        OAuth cutOff = new OAuth(fixture.setup("node-2", fixture.dataSource, closedPort()));
        assertThat(cutOff.vault().accessToken(grant.id()))
                .isInstanceOfSatisfying(
                        TokenResult.NotNow.class,
                        notNow -> assertThat(notNow.error().code()).isEqualTo("unreachable"));

        assertThat(fixture.node("node-3").vault().accessToken(grant.id()))
                .isInstanceOfSatisfying(
                        TokenResult.NeedsAuthentication.class,
                        needs -> assertThat(needs.error().code()).isEqualTo("interrupted_renewal"));
    }

    @Test
    void aUseThatCannotBeNotedIsStillAUse() {
        Grant grant = fixture.connect("JUAN", JUAN);
        refused = NOTING_USE;

        assertThat(new OAuth(refusing("node-1")).vault().accessToken(grant.id()))
                .isInstanceOf(TokenResult.Usable.class);
    }

    @Test
    void anEndIsToldOnceAcrossNodes() {
        Grant grant = expired("JUAN", JUAN);
        OAuth other = fixture.node("node-2");
        List<GrantState> heard = hear(fixture.oauth, other);
        fixture.google.revokeGrantsOf(JUAN);

        List<TokenResult> results = Stream.of(fixture.oauth, other, fixture.oauth, other)
                .map(node ->
                        CompletableFuture.supplyAsync(() -> node.vault().accessToken(grant.id()), fixture.executor))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(results).hasOnlyElementsOfType(TokenResult.NeedsAuthentication.class);
        fixture.clock.forward(Duration.ofHours(1));
        fixture.oauth.maintain();
        other.maintain();
        assertThat(heard).containsExactly(GrantState.NEEDS_AUTHENTICATION);
        assertThat(column("alert_sent_at")).isNotEqualTo("null");
    }

    @Test
    void anEndThatItsNodeDidNotLiveToTellIsToldOnceByAnother() {
        Grant grant = expired("JUAN", JUAN);
        fixture.google.revokeGrantsOf(JUAN);
        fixture.oauth.vault().accessToken(grant.id());
        execute("UPDATE grant_state SET alert_sent_at = NULL");
        OAuth second = fixture.node("node-2");
        OAuth third = fixture.node("node-3");
        List<GrantState> heard = hear(second, third);

        second.maintain();
        assertThat(heard).as("its node may still be telling").isEmpty();
        fixture.clock.forward(Duration.ofMinutes(6));
        third.maintain();
        second.maintain();

        assertThat(heard).containsExactly(GrantState.NEEDS_AUTHENTICATION);
    }

    @Test
    void aSecondEndIsToldAgain() {
        List<GrantState> heard = hear(fixture.oauth);
        for (int i = 0; i < 2; i++) {
            Grant grant = expired("JUAN", JUAN);
            fixture.google.revokeGrantsOf(JUAN);
            fixture.oauth.vault().accessToken(grant.id());
        }

        assertThat(heard)
                .containsExactly(
                        GrantState.CONNECTED,
                        GrantState.NEEDS_AUTHENTICATION,
                        GrantState.CONNECTED,
                        GrantState.NEEDS_AUTHENTICATION);
    }

    @Test
    void idleGrantsAreRenewedBeforeTheProviderEndsThem() {
        Grant juan = fixture.connect("JUAN", JUAN);
        fixture.clock.forward(Provider.gmail().idleRefresh().minusHours(1));
        Grant lucia = fixture.connect("LUCIA", LUCIA);
        assertThat(fixture.oauth.vault().refreshIdle()).isZero();
        fixture.clock.forward(Duration.ofHours(1));

        assertThat(fixture.oauth.vault().refreshIdle()).isEqualTo(1);

        assertThat(fixture.google.refreshRequests()).isEqualTo(1);
        assertThat(renewedAt(juan)).isAfter(renewedAt(lucia));
        assertThat(fixture.node("node-2").vault().refreshIdle()).isZero();
        assertThat(fixture.oauth.vault().refreshIdle()).isZero();
    }

    @Test
    void whoWantsToCloseWaitsForOneRenewalAndNotForAll() {
        Grant juan = fixture.connect("JUAN", JUAN);
        Grant lucia = fixture.connect("LUCIA", LUCIA);
        fixture.clock.forward(Provider.gmail().idleRefresh());

        fixture.oauth.maintain(() -> fixture.google.refreshRequests() == 0);

        assertThat(fixture.google.refreshRequests()).isEqualTo(1);
        assertThat(renewedAt(juan)).isAfter(renewedAt(lucia));
    }

    @Test
    void anIdleGrantThatFailsDoesNotKeepTheOthersWaiting() {
        Grant juan = fixture.connect("JUAN", JUAN);
        Grant lucia = fixture.connect("LUCIA", LUCIA);
        execute("UPDATE \"Emails\" SET \"RefreshToken\" = 'v1:0:damaged' WHERE \"Id\" = " + juan.id());
        fixture.clock.forward(Provider.gmail().idleRefresh());

        assertThat(fixture.oauth.vault().refreshIdle()).isEqualTo(1);
        assertThat(renewedAt(lucia)).isAfter(renewedAt(juan));
    }

    @Test
    void anIdleGrantThatTheProviderHasEndedIsNoted() {
        Grant grant = fixture.connect("JUAN", JUAN);
        List<GrantState> heard = hear(fixture.oauth);
        fixture.google.revokeGrantsOf(JUAN);
        fixture.clock.forward(Provider.gmail().idleRefresh());

        assertThat(fixture.oauth.vault().refreshIdle()).isZero();

        assertThat(fixture.oauth.vault().grant(grant.id()).orElseThrow().state())
                .isEqualTo(GrantState.NEEDS_AUTHENTICATION);
        assertThat(heard).containsExactly(GrantState.NEEDS_AUTHENTICATION);
    }

    private Grant expired(String userCode, String email) {
        Grant grant = fixture.connect(userCode, email);
        fixture.clock.forward(Duration.ofHours(2));
        return grant;
    }

    private static List<GrantState> hear(OAuth... nodes) {
        List<GrantState> heard = new CopyOnWriteArrayList<>();
        for (OAuth node : nodes) {
            node.addListener((before, after) -> heard.add(after.state()));
        }
        return heard;
    }

    /** A database that refuses what the test says. */
    private DataSource refusing() {
        return new WatchedDataSource(fixture.dataSource, new WatchedDataSource.Watcher() {
            @Override
            public void preparing(String sql) throws SQLException {
                if (refused.test(sql)) {
                    throw new SQLException("the database is away", "08006");
                }
            }
        });
    }

    private OAuth.Setup refusing(String name) {
        return fixture.setup(name, refusing(), fixture.simulator.httpUri()).withFolder(folder);
    }

    private List<Path> unsavedFiles() {
        Path unsaved = folder.resolve("unsaved-tokens");
        if (Files.notExists(unsaved)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(unsaved)) {
            return files.toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Instant renewedAt(Grant grant) {
        return fixture.oauth
                .vault()
                .grant(grant.id())
                .orElseThrow()
                .lastRefreshedAt()
                .orElseThrow();
    }

    private String column(String expression) {
        return Database.of(fixture.dataSource).run(connection -> {
            try (Statement statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT " + expression + " FROM grant_state")) {
                rows.next();
                return String.valueOf(rows.getString(rows.getMetaData().getColumnCount()));
            }
        });
    }

    private void execute(String sql) {
        Database.of(fixture.dataSource).run(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    private static URI closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }
    }
}
