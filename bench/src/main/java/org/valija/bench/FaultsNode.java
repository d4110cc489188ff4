package org.valija.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.valija.ClienteOauth;
import org.valija.outbox.DeliveryPolicy;
import org.valija.outbox.Dispatcher;
import org.valija.outbox.Outbox;
import org.valija.sql.DatabaseException;

/**
 * A node of its own process. It delivers, and hands in the mails that it is told to: {@code enqueue FROM UNTIL}, telling
 * {@code accepted NUMBER ID} of each. It ends in order when its input does.
 */
final class FaultsNode {

    private static final String SQLITE = "jdbc:sqlite:";
    private static final int CONNECTIONS = 16;
    private static final long CONNECT_MILLIS = 5_000;
    private static final long AGAIN_MILLIS = 200;

    private final PrintStream out;
    private final Outbox outbox;
    private final List<Long> grants;

    private FaultsNode(PrintStream out, Outbox outbox, List<Long> grants) {
        this.out = out;
        this.outbox = outbox;
        this.grants = grants;
    }

    /**
     * What a node is started with.
     *
     * @param name its own, the same over restarts
     * @param database its address
     * @param grants of the accounts, in their order
     */
    record Options(String name, String database, Path keyFile, SimulatedGmail gmail, List<Long> grants) {

        List<String> arguments() {
            return List.of(
                    name,
                    database,
                    keyFile.toString(),
                    gmail.web().toString(),
                    String.valueOf(gmail.smtps()),
                    gmail.authority().toString(),
                    String.join(",", grants.stream().map(String::valueOf).toList()));
        }

        static Options parse(String[] arguments) {
            return new Options(
                    arguments[0],
                    arguments[1],
                    Path.of(arguments[2]),
                    new SimulatedGmail(URI.create(arguments[3]), Integer.parseInt(arguments[4]), Path.of(arguments[5])),
                    List.of(arguments[6].split(",")).stream().map(Long::valueOf).toList());
        }

        /** The library on the node's database, through a pool as the service has one. */
        ClienteOauth open() {
            return gmail.open(pooled(database), keyFile);
        }
    }

    private static DataSource pooled(String url) {
        HikariConfig pool = new HikariConfig();
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(CONNECT_MILLIS);
        // It may be started while the database is.
        pool.setInitializationFailTimeout(-1);
        if (url.startsWith(SQLITE)) {
            pool.setDataSource(Databases.sqlite(Path.of(url.substring(SQLITE.length()))));
        } else {
            PGSimpleDataSource postgres = new PGSimpleDataSource();
            postgres.setURL(url);
            pool.setDataSource(postgres);
        }
        return new HikariDataSource(pool);
    }

    /** Waits no longer than the bench does; whatever was unknown is sent again. */
    private static DeliveryPolicy policy() {
        DeliveryPolicy standard = DeliveryPolicy.STANDARD;
        return new DeliveryPolicy(
                Duration.ofMillis(500),
                Duration.ofSeconds(3),
                Duration.ofHours(1),
                DeliveryPolicy.Unknown.RETRY,
                Integer.MAX_VALUE,
                standard.contentKept(),
                standard.archiveKept());
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        // What a library prints must not be taken for an answer.
        PrintStream out = System.out;
        System.setOut(System.err);
        Options options = Options.parse(arguments);
        ClienteOauth cliente = start(options);
        FaultsNode node = new FaultsNode(out, cliente.outbox(), options.grants());
        node.tell("ready");
        List<Thread> handingIn = new ArrayList<>();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            int from = Integer.parseInt(words[1]);
            int until = Integer.parseInt(words[2]);
            handingIn.add(Thread.ofVirtual().start(() -> node.enqueue(from, until)));
        }
        for (Thread thread : handingIn) {
            thread.join();
        }
        cliente.close();
        System.exit(0);
    }

    /** A service is started again by its system when it fails; this one tries until its database is there. */
    private static ClienteOauth start(Options options) throws InterruptedException {
        while (true) {
            try {
                ClienteOauth cliente = options.open();
                cliente.deliver(Dispatcher.Setup.of(options.name())
                        .by(policy())
                        .on(Thread.ofVirtual().factory()));
                return cliente;
            } catch (DatabaseException e) {
                System.err.println("not started: " + e.getMessage());
                Thread.sleep(AGAIN_MILLIS);
            }
        }
    }

    private void enqueue(int from, int until) {
        for (int number = from; number < until; number++) {
            tell("accepted " + number + " " + accept(number));
        }
    }

    private long accept(int number) {
        while (true) {
            try {
                return outbox.enqueue(FaultsMail.mail(number, grants), FaultsMail.content(number))
                        .id();
            } catch (DatabaseException e) {
                System.err.println("not accepted yet: " + e.getMessage());
                try {
                    Thread.sleep(AGAIN_MILLIS);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }

    private synchronized void tell(String line) {
        out.println(line);
        out.flush();
    }
}
