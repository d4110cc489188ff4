package org.valija.tests.outbox;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.valija.mail.Envelope;
import org.valija.mail.MailAddress;
import org.valija.mail.MailContent;
import org.valija.oauth.OAuth;
import org.valija.outbox.Dispatcher;
import org.valija.outbox.Lane;
import org.valija.outbox.NewMail;
import org.valija.outbox.Outbox;
import org.valija.sql.Database;
import org.valija.tests.process.Connections;
import org.valija.tests.vault.SimulatedProvider;

/**
 * A node of its own process that delivers to a server which takes all at once, and hands in tiny mails meanwhile: most as a
 * program that embeds the library does, some as a foreign program that tells nobody.
 */
final class WakeUpNode {

    /** The batch of the mails that nobody was told of. */
    static final String UNTOLD = "untold";

    private static final int THREADS = 8;
    private static final int EACH_UNTOLD = 8;
    private static final int LONGEST_PAUSE_MICROS = 100_000;
    private static final Envelope ENVELOPE =
            new Envelope(MailAddress.of("juan@bajio.example"), List.of(MailAddress.of("ana@cliente.example")));
    private static final byte[] OCTETS = "Subject: Hola\r\n\r\nHola\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Outbox outbox;
    private final Database database;
    private final List<Long> grants;

    private WakeUpNode(Outbox outbox, Database database, List<Long> grants) {
        this.outbox = outbox;
        this.database = database;
        this.grants = grants;
    }

    static List<String> arguments(String name, String databaseUrl, Path keyFile, URI provider, List<Long> grants) {
        return Stream.concat(
                        Stream.of(name, databaseUrl, keyFile.toString(), provider.toString()),
                        grants.stream().map(String::valueOf))
                .toList();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        // What a library prints must not be taken for an answer.
        PrintStream out = System.out;
        System.setOut(System.err);
        DataSource dataSource = Connections.pooled(Connections.open(arguments[1]));
        OAuth oauth = new OAuth(new OAuth.Setup(
                dataSource,
                Path.of(arguments[2]),
                SimulatedProvider.at(URI.create(arguments[3])),
                Executors.newVirtualThreadPerTaskExecutor(),
                Clock.systemUTC(),
                arguments[0],
                Optional.empty()));
        Outbox outbox = new Outbox(dataSource, Clock.systemUTC());
        Database database = Database.of(dataSource);
        List<Long> grants = List.of(arguments).subList(4, arguments.length).stream()
                .map(Long::valueOf)
                .toList();
        Dispatcher dispatcher = Dispatcher.start(
                outbox,
                oauth,
                new EagerCourier(),
                Dispatcher.Setup.of(arguments[0]).on(Thread.ofVirtual().factory()));
        Stalls stalls = Stalls.watch(database);
        out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("enqueue")) {
                new WakeUpNode(outbox, database, grants).enqueue(Integer.parseInt(words[1]));
                out.println("enqueued");
            } else {
                stalls.stop();
                out.println("stalls " + stalls.line());
                dispatcher.close();
                out.println("closed");
            }
        }
        System.exit(0);
    }

    private void enqueue(int mails) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(mails);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random();
            threads.add(Thread.ofVirtual().start(() -> {
                for (int number = left.getAndDecrement(); number > 0; number = left.getAndDecrement()) {
                    enqueue(number, random);
                    // Long enough for the account's drain to end, or nearly so.
                    LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_MICROS) * 1_000L);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void enqueue(int number, Random random) {
        NewMail mail = new NewMail(
                grants.get(random.nextInt(grants.size())),
                Lane.BULK,
                ENVELOPE,
                "<wake-up@valija.example>",
                "Hola",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        if (number % EACH_UNTOLD == 0) {
            database.inTransaction(connection -> outbox.enqueue(connection, mail.in(UNTOLD), new Tiny()));
        } else {
            outbox.enqueue(mail, new Tiny());
        }
    }

    private static final class Tiny implements MailContent {
        @Override
        public long size() {
            return OCTETS.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(OCTETS);
        }

        @Override
        public boolean needsSmtpUtf8() {
            return false;
        }
    }
}
