package org.valija.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.valija.mail.MimeContent;
import org.valija.mail.OutgoingMail;
import org.valija.outbox.Dispatcher;
import org.valija.outbox.Lane;
import org.valija.outbox.NewMail;
import org.valija.outbox.Outbox;
import org.valija.outbox.WaitingCount;

/** Our outbox on one database, delivered by one node or several, for eight accounts. */
final class OutboxPeer implements QueuePeer {

    private static final int ACCOUNTS = 8;
    private static final int CONNECTIONS = 16;

    private final String name;
    private final DataSource database;
    private final Path folder;
    private final int nodes;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Outbox> outboxes = new ArrayList<>();
    private final List<Long> accounts = new ArrayList<>();

    OutboxPeer(String name, DataSource database, Path folder, int nodes) {
        this.name = name;
        this.database = database;
        this.folder = folder;
        this.nodes = nodes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start(int sinkPort) throws IOException {
        StubProvider stub = opened(new StubProvider());
        for (int i = 0; i < nodes; i++) {
            HikariConfig pool = new HikariConfig();
            pool.setDataSource(database);
            pool.setMaximumPoolSize(CONNECTIONS);
            HikariDataSource dataSource = opened(new HikariDataSource(pool));
            StubVault vault = opened(new StubVault(dataSource, keyFile(folder, name), stub));
            if (i == 0) {
                vault.register();
                for (int account = 0; account < ACCOUNTS; account++) {
                    accounts.add(
                            vault.authorize("user" + account + "@bench.example").id());
                }
            }
            Outbox outbox = new Outbox(dataSource, Clock.systemUTC());
            outboxes.add(outbox);
            PlainCourier courier = opened(new PlainCourier(sinkPort));
            opened(Dispatcher.start(
                    outbox,
                    vault.oauth(),
                    courier,
                    Dispatcher.Setup.of("node-" + i).on(Thread.ofVirtual().factory())));
        }
    }

    /** What its vault's keys are in. */
    static Path keyFile(Path folder, String name) {
        return folder.resolve(name.replace(' ', '-') + ".keys");
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.addFirst(resource);
        return resource;
    }

    List<Outbox> outboxes() {
        return outboxes;
    }

    List<Long> accounts() {
        return accounts;
    }

    @Override
    public void accept(int senders, int mails) throws IOException, InterruptedException {
        OutgoingMail mail = Letter.mail();
        AtomicInteger turn = new AtomicInteger();
        try (MimeContent content = MimeContent.of(mail)) {
            Crew.run(senders, mails, left -> {
                while (left.getAndDecrement() > 0) {
                    int next = turn.getAndIncrement();
                    long account = accounts.get(next % ACCOUNTS);
                    outboxes.get(next % nodes).enqueue(NewMail.of(account, Lane.BULK, mail), content);
                }
            });
        }
    }

    @Override
    public void settle() throws InterruptedException {
        long before = Long.MAX_VALUE;
        while (before > 0) {
            before = outboxes.get(0).waiting().stream()
                    .filter(count -> accounts.contains(count.grantId()))
                    .mapToLong(WaitingCount::mails)
                    .sum();
            Thread.sleep(5);
        }
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable next = open.removeFirst();
            try {
                next.close();
            } catch (Exception e) {
                throw new IllegalStateException("could not close " + next, e);
            }
        }
    }
}
