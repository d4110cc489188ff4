package org.valija.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.valija.bench.QueueRace.Rates;

/** Durable acceptance and delivery of mails of 10 KB by Postfix's queue, which lies on the disk of the databases. */
final class OutboxBench {

    private static final int[] SENDERS = {1, 8, 32};
    private static final int WARM_UP = 20_000;
    private static final int SINK_MAILS = 20_000;
    private static final int SINK_CONNECTIONS = 8;
    private static final double TIMES_THE_QUEUES = 2;

    private static final double TIMES_POSTFIX = 2;
    private static final String SQLITE = "valija sqlite";
    private static final String POSTGRESQL = "valija postgresql";
    private static final String TWO_NODES = POSTGRESQL + " x2";
    private static final double TIMES_ONE_NODE = 1.7;

    /** Our own ways of running, and the nodes of each. */
    private static final Map<String, Integer> OURS = new TreeMap<>(Map.of(SQLITE, 1, POSTGRESQL, 1, TWO_NODES, 2));

    private final Report report;
    private final boolean quick;
    private final int rounds = 3;
    private final Path folder;
    private double fastest;

    private OutboxBench(boolean quick, Path folder) {
        this.report = new Report("outbox", quick);
        this.quick = quick;
        this.folder = folder;
    }

    static Report run(boolean quick) {
        try (WorkFolder work = WorkFolder.create()) {
            OutboxBench bench = new OutboxBench(quick, work.path());
            bench.disk();
            try (Databases databases = Databases.start(work.path())) {
                databases.durability().forEach(bench.report::line);
                bench.race(databases);
            }
            return bench.report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Before anybody else writes to it. */
    private void disk() throws IOException {
        double syncs = Disk.syncsPerSecond(folder);
        report.line(said("Disk: %s, %,.0f small appends a second, each with fdatasync", Disk.kind(folder), syncs));
        report.figure("fdatasync", syncs);
    }

    private void race(Databases databases) throws IOException, InterruptedException {
        Optional<CountingSink> sink = CountingSink.start(folder);
        if (sink.isEmpty()) {
            report.line("smtp-sink (package postfix) is not installed");
            report.atLeast("smtp-sink against the fastest queue", TIMES_THE_QUEUES, null);
            return;
        }
        try (CountingSink counting = sink.get()) {
            compare(counting, databases);
            capacity(counting);
            GrowthBench growth = new GrowthBench(report, counting, folder, quick);
            DataSource file = Databases.sqlite(folder.resolve("grown.db"));
            growth.run(SQLITE, Databases.sqlite(folder.resolve("empty.db")), file);
            growth.console(SQLITE, file);
            DataSource server = databases.postgres("grown");
            growth.run(POSTGRESQL, databases.postgres("empty"), server);
            growth.console(POSTGRESQL, server);
        }
    }

    /** Who takes part, in the order of the table. */
    private List<QueuePeer> peers(Databases databases) {
        List<QueuePeer> peers = new ArrayList<>();
        OURS.forEach((name, nodes) -> {
            boolean sqlite = name.contains("sqlite");
            peers.add(new OutboxPeer(
                    name, sqlite ? databases.sqlite() : databases.postgres("nodes" + nodes), folder, nodes));
        });
        for (PostfixPeer.Tuning tuning : PostfixPeer.TUNINGS) {
            peers.add(new PostfixPeer(tuning, folder));
        }
        return peers;
    }

    private void compare(CountingSink sink, Databases databases) throws IOException, InterruptedException {
        PostfixInstance.version().ifPresent(this::explainPostfix);
        report.line("");
        report.line(said(
                "To smtp-sink on loopback, 10 KB, mails a second, median of %d, after %,d mails that do not count",
                rounds, quick ? WARM_UP / 10 : WARM_UP));
        try (QueueRace race = new QueueRace(sink, peers(databases))) {
            race.warmUp(SENDERS[SENDERS.length - 1], quick ? WARM_UP / 10 : WARM_UP);
            for (int senders : SENDERS) {
                race.warmUp(senders, mails(senders) / 4);
                Map<String, Rates> medians = race.compare(senders, mails(senders), rounds);
                report.line("");
                report.line(said(
                        "  %-20s %10s %10s %16s",
                        senders + (senders == 1 ? " sender" : " senders"), "accepted", "arrived", "processors busy"));
                medians.forEach((name, rates) -> {
                    report.line(said(
                            "  %-20s %,10.0f %,10.0f %14.0f %%",
                            name, rates.accepted(), rates.arrived(), 100 * rates.busy()));
                    report.figure(senders + "." + name + ".accepted", rates.accepted());
                    report.figure(senders + "." + name + ".arrived", rates.arrived());
                    fastest = Math.max(fastest, rates.arrived());
                });
                race.leftOut().forEach((name, why) -> report.line(said("  %-20s %s", name, why)));
                Optional<Rates> best = atItsBest(medians);
                best.ifPresent(postfix -> {
                    report.figure(senders + ".postfix.accepted", postfix.accepted());
                    report.figure(senders + ".postfix.arrived", postfix.arrived());
                });
                target(senders, medians, best);
                twoNodes(senders, medians);
            }
        }
    }

    private void target(int senders, Map<String, Rates> medians, Optional<Rates> postfix) {
        for (String ours : List.of(SQLITE, POSTGRESQL)) {
            Double ratio = postfix.isEmpty() || !medians.containsKey(ours)
                    ? null
                    : Double.valueOf(medians.get(ours).arrived() / postfix.get().arrived());
            report.atLeast(ours + ", " + senders + " senders, arrived against postfix", TIMES_POSTFIX, ratio);
        }
    }

    /** A second node cannot add what the first, its database, the senders and the sink have left no processor for. */
    private void twoNodes(int senders, Map<String, Rates> medians) {
        Rates one = medians.get(POSTGRESQL);
        Rates two = medians.get(TWO_NODES);
        if (senders != SENDERS[SENDERS.length - 1] || one == null || two == null) {
            return;
        }
        double ratio = two.arrived() / one.arrived();
        report.figure("two nodes against one", ratio);
        report.figure("processors busy with one node", one.busy());
        double most = 1 / one.busy();
        if (!(most < TIMES_ONE_NODE)) {
            report.atLeast("two nodes on PostgreSQL against one", TIMES_ONE_NODE, ratio);
        } else {
            int processors = Runtime.getRuntime().availableProcessors();
            report.line("");
            report.line(said(
                    "Two nodes reach %.2f times one, not %.1f. With one node the %d processors of this machine, which the",
                    ratio, TIMES_ONE_NODE, processors));
            report.line(said(
                    "  database, the senders and the sink share with it, are busy %.0f %% of the time, %.0f us a mail: were they",
                    100 * one.busy(), microsAMail(one, processors)));
            report.line(said(
                    "  never idle, %.2f times would go through. With two they are busy %.0f %%, %.0f us a mail.",
                    most, 100 * two.busy(), microsAMail(two, processors)));
        }
    }

    private static double microsAMail(Rates rates, int processors) {
        return 1e6 * rates.busy() * processors / rates.arrived();
    }

    private void explainPostfix(String version) {
        report.line("Postfix " + version
                + ": fed by smtp-source, syncs each mail to its queue, relays to the sink in clear and without");
        report.line("  authentication, its fastest case. It is run in several ways, the best of them counts:");
        for (PostfixPeer.Tuning tuning : PostfixPeer.TUNINGS) {
            String parameters =
                    tuning.parameters().isEmpty() ? "nothing" : new TreeMap<>(tuning.parameters()).toString();
            report.line(said("  %-20s sets %s", tuning.label(), parameters));
        }
    }

    /** The better of each, whichever way of running Postfix gave it. */
    private static Optional<Rates> atItsBest(Map<String, Rates> medians) {
        return PostfixPeer.TUNINGS.stream()
                .flatMap(tuning -> Stream.ofNullable(medians.get(tuning.label())))
                .reduce((one, other) -> new Rates(
                        Math.max(one.accepted(), other.accepted()),
                        Math.max(one.arrived(), other.arrived()),
                        Math.max(one.busy(), other.busy())));
    }

    /** One sender waits for the disk with every mail. */
    private int mails(int senders) {
        int mails = senders == 1 ? 2_000 : 4_000;
        return quick ? mails / 4 : mails;
    }

    private void capacity(CountingSink sink) throws IOException, InterruptedException {
        Double ratio = null;
        if (fastest > 0) {
            SmtpSourcePeer source = new SmtpSourcePeer();
            List<Double> speeds = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                long begin = System.nanoTime();
                source.send(sink.port(), SINK_CONNECTIONS, SINK_MAILS);
                speeds.add(SINK_MAILS / ((System.nanoTime() - begin) / 1e9));
            }
            ratio = Medians.of(speeds) / fastest;
            report.line("");
            report.line(said("smtp-sink takes %,.0f mails a second from smtp-source itself", Medians.of(speeds)));
            report.figure("sink", Medians.of(speeds));
        }
        report.atLeast("smtp-sink against the fastest queue", TIMES_THE_QUEUES, ratio);
    }

    private static String said(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
