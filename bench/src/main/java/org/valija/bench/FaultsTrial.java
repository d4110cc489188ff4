package org.valija.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.valija.ClienteOauth;
import org.valija.outbox.AccountHold;
import org.valija.outbox.HoldKind;
import org.valija.outbox.MailFilter;
import org.valija.outbox.MailPage;
import org.valija.outbox.MessageState;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.sql.DatabaseException;

/** One database with its nodes under all that can go wrong, until every mail has arrived. */
final class FaultsTrial implements AutoCloseable {

    private static final int PAGE = 500;
    private static final long LOOK_MILLIS = 100;

    /** Whose permission is taken back in the middle. */
    private static final int REVOKED = 3;

    private final Plan plan;
    private final String url;
    private final Path folder;
    private final Optional<PostgresServer> postgres;
    private final Random random;
    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final FaultsMischief mischief;
    private final HikariDataSource dataSource;
    private final ClienteOauth cliente;
    private final List<Long> grants = new ArrayList<>();
    private final List<FaultsProcess> nodes = new ArrayList<>();
    private final FaultsIntake intake;
    private final Tally tally = new Tally();

    /**
     * What is to happen.
     *
     * @param name of the database
     * @param restarts of the database, every other one by an immediate stop
     * @param sparesRenewals whether nobody is killed while the ended permission is found out: a renewal that is broken off
     *     keeps others from the account for a minute
     * @param patience for the nodes to send all that is left, at the end
     */
    record Plan(
            String name, int nodes, int mails, int kills, int restarts, boolean sparesRenewals, Duration patience) {}

    /** What has happened. */
    static final class Tally {
        int kills;
        int fastStops;
        int immediateStops;
        double seconds;
        double secondsDraining;
        boolean revoked;
        boolean restored;
        boolean drained;
        int failedAsPlanned;
        final List<String> failedOtherwise = new ArrayList<>();
        int endedInOrder;
    }

    /** @param url by which the nodes reach the database; empty of tables */
    FaultsTrial(Plan plan, String url, HikariConfig pool, Path folder, Optional<PostgresServer> postgres, long seed)
            throws IOException {
        this.plan = plan;
        this.url = url;
        this.folder = Files.createDirectories(folder);
        this.postgres = postgres;
        this.random = new Random(seed);
        this.mischief = new FaultsMischief(simulator.smtp(), random);
        this.dataSource = new HikariDataSource(pool);
        SimulatedGmail gmail = SimulatedGmail.of(simulator);
        this.cliente = gmail.open(dataSource, keyFile());
        SimulatedGmail.register(cliente);
        for (int account = 0; account < FaultsMail.ACCOUNTS; account++) {
            String email = FaultsMail.account(account);
            simulator.google().addAccount(email, email);
            grants.add(SimulatedGmail.authenticate(cliente, email).id());
        }
        this.intake = new FaultsIntake(cliente.outbox(), grants);
    }

    private Path keyFile() {
        return folder.resolve("valija.keys");
    }

    void run() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        for (int node = 0; node < plan.nodes(); node++) {
            nodes.add(start(node));
        }
        for (int round = 0; round < plan.kills(); round++) {
            round(round);
        }
        tally.seconds = secondsSince(begun);
        long draining = System.nanoTime();
        mischief.tire();
        if (!tally.restored) {
            restore();
        }
        intake.handInMissing(plan.mails());
        if (awaitDrained()) {
            retryFailed();
            tally.drained = awaitDrained();
        }
        tally.secondsDraining = secondsSince(draining);
        for (FaultsProcess node : nodes) {
            tally.endedInOrder += node.stop() ? 1 : 0;
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private FaultsProcess start(int node) throws IOException {
        String name = plan.name() + "-" + (node + 1);
        return FaultsProcess.start(
                new FaultsNode.Options(name, url, keyFile(), SimulatedGmail.of(simulator), grants),
                folder.resolve(name + ".log"),
                (id, number) -> intake.told(number, id));
    }

    private void round(int round) throws IOException, InterruptedException {
        int victim = random.nextInt(nodes.size());
        nodes.get(victim).awaitReady();
        mischief.scheme(round);
        handIn(round);
        mischief.act(round);
        if (isRestart(round)) {
            restartDatabase();
        }
        if (round == plan.kills() / 3) {
            simulator.google().revokeGrantsOf(FaultsMail.account(REVOKED));
            tally.revoked = true;
            if (plan.sparesRenewals()) {
                awaitHold();
            }
        } else if (round == plan.kills() * 2 / 3) {
            restore();
        }
        Thread.sleep(random.nextInt(1_500));
        nodes.get(victim).kill();
        tally.kills++;
        Thread.sleep(random.nextInt(500));
        nodes.set(victim, start(victim));
    }

    /** This round's share: most from here, some from a node, which may be the one that is killed. */
    private void handIn(int round) {
        int from = share(round);
        int until = share(round + 1);
        int split = from + (until - from) * 3 / 4;
        intake.handIn(from, split);
        nodes.get(random.nextInt(nodes.size())).enqueue(split, until);
    }

    private int share(int round) {
        return (int) ((long) plan.mails() * round / plan.kills());
    }

    private boolean isRestart(int round) {
        return plan.restarts() > 0
                && (long) round * plan.restarts() / plan.kills() != (round + 1L) * plan.restarts() / plan.kills();
    }

    private void restartDatabase() throws IOException, InterruptedException {
        PostgresServer server = postgres.orElseThrow();
        boolean immediate = tally.immediateStops <= tally.fastStops;
        server.stop(immediate ? PostgresServer.Stop.IMMEDIATE : PostgresServer.Stop.FAST);
        tally.immediateStops += immediate ? 1 : 0;
        tally.fastStops += immediate ? 0 : 1;
        Thread.sleep(random.nextInt(2_500));
        server.start();
    }

    /** The user sees that the account is held, and authenticates again. */
    private void restore() throws InterruptedException {
        awaitHold();
        await(plan.patience(), () -> {
            SimulatedGmail.authenticate(cliente, FaultsMail.account(REVOKED));
            return true;
        });
        tally.restored = true;
    }

    private void awaitHold() throws InterruptedException {
        await(plan.patience(), () -> cliente.outbox().holds().stream().anyMatch(this::isTheRevoked));
    }

    private boolean isTheRevoked(AccountHold hold) {
        return hold.grantId() == grants.get(REVOKED) && hold.kind() == HoldKind.NEEDS_AUTHENTICATION;
    }

    private boolean awaitDrained() throws InterruptedException {
        return await(
                plan.patience(),
                () -> intake.accepted() == plan.mails()
                        && cliente.outbox().waiting().isEmpty());
    }

    /** False when it did not come about in time. A database that is away is asked again. */
    private static boolean await(Duration patience, BooleanSupplier condition) throws InterruptedException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < patience.toNanos()) {
            try {
                if (condition.getAsBoolean()) {
                    return true;
                }
            } catch (DatabaseException e) {
                System.err.println("the database is away: " + e.getMessage());
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return false;
    }

    /** Those to the full mailbox, and those for which the server said once that it has no room. */
    private void retryFailed() {
        Outbox outbox = cliente.outbox();
        List<Long> failed = new ArrayList<>();
        Optional<Long> from = Optional.empty();
        do {
            MailPage page = outbox.search(MailFilter.ALL.in(MessageState.FAILED), from, PAGE);
            page.mails().forEach(mail -> {
                failed.add(mail.id());
                if (isAsPlanned(mail)) {
                    tally.failedAsPlanned++;
                } else {
                    tally.failedOtherwise.add(
                            mail.messageId() + ": " + mail.cause().orElse("") + " " + mail.detail());
                }
            });
            from = page.olderThan();
        } while (from.isPresent());
        mischief.emptyMailbox();
        outbox.retry(failed);
    }

    private static boolean isAsPlanned(OutboxMail mail) {
        return mail.detail().startsWith("552") || mail.refused().contains(FaultsMail.FULL_MAILBOX + " 552");
    }

    Plan plan() {
        return plan;
    }

    Tally tally() {
        return tally;
    }

    FaultsIntake intake() {
        return intake;
    }

    FaultsMischief mischief() {
        return mischief;
    }

    Simulator simulator() {
        return simulator;
    }

    Outbox outbox() {
        return cliente.outbox();
    }

    HikariDataSource dataSource() {
        return dataSource;
    }

    @Override
    public void close() {
        nodes.forEach(FaultsProcess::close);
        intake.close();
        cliente.close();
        dataSource.close();
        simulator.close();
    }
}
