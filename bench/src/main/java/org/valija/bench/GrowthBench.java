package org.valija.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;
import org.valija.bench.QueueRace.Rates;
import org.valija.outbox.MailFilter;
import org.valija.outbox.MessageState;
import org.valija.outbox.Outbox;
import org.valija.sql.Schema;

/** What a mail costs with a past of a million and a hundred thousand that wait, against an empty outbox in the same run. */
final class GrowthBench {

    private static final int DELIVERED = 1_000_000;
    private static final int WAITING = 100_000;
    private static final int SENDERS = 8;
    private static final double MOST_COST = 1.2;
    private static final double MOST_MILLIS = 100;

    /** Stands for the number of a mail that was sent in the race. */
    private static final String MAIL = "#";

    private static final List<String> PAGES = List.of(
            "bandeja",
            "bandeja?estado=HELD",
            "bandeja?estado=FAILED",
            "bandeja?palabras=nobody+says+this",
            "bandeja?antes=5000",
            "bandeja/" + MAIL,
            "cuentas",
            "envios/nuevo");

    private final Report report;
    private final CountingSink sink;
    private final Path folder;
    private final boolean quick;
    private final int delivered;
    private final int waiting;

    GrowthBench(Report report, CountingSink sink, Path folder, boolean quick) {
        this.report = report;
        this.sink = sink;
        this.folder = folder;
        this.quick = quick;
        this.delivered = quick ? DELIVERED / 10 : DELIVERED;
        this.waiting = quick ? WAITING / 10 : WAITING;
    }

    void run(String database, DataSource empty, DataSource filled) throws IOException, InterruptedException {
        try {
            Schema.migrate(filled);
            FilledOutbox.fill(filled, delivered, waiting);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        OutboxPeer grown = new OutboxPeer(grown(database), filled, folder, 1);
        Map<String, Rates> medians;
        try (QueueRace race =
                new QueueRace(sink, List.of(new OutboxPeer(database + " empty", empty, folder, 1), grown))) {
            race.warmUp(SENDERS, quick ? 250 : 1_000);
            medians = race.compare(SENDERS, quick ? 1_000 : 4_000, 5);
            race.leftOut().forEach((name, why) -> report.line("  " + name + ": " + why));
            report.line("");
            report.line(said("%s, %d senders, %,d delivered and %,d waiting", database, SENDERS, delivered, waiting));
            medians.forEach((name, rates) -> {
                report.line(said("  %-28s %,10.0f %,10.0f", name, rates.accepted(), rates.arrived()));
                report.figure(name + ".arrived", rates.arrived());
            });
            pages(database, grown.outboxes().get(0));
        }
        Rates before = medians.get(database + " empty");
        Rates after = medians.get(database + " grown");
        Double cost = before == null || after == null ? null : Double.valueOf(before.arrived() / after.arrived());
        report.atMost(database + ", cost a mail, grown against empty", MOST_COST, cost);
    }

    /** The console's pages as a browser gets them, from a service that was started on what the race left. */
    void console(String database, DataSource filled) throws IOException, InterruptedException {
        Path data = Files.createDirectory(folder.resolve("console-" + database.replace(' ', '-')));
        Files.copy(OutboxPeer.keyFile(folder, grown(database)), data.resolve("valija.keys"));
        if (filled instanceof PGSimpleDataSource postgres) {
            ConsoleService.configure(data, postgres);
        } else if (filled instanceof SQLiteDataSource sqlite) {
            Files.writeString(data.resolve("valija.yaml"), "valija: {database: {url: '" + sqlite.getUrl() + "'}}\n");
        }
        double slowest = 0;
        report.line("");
        report.line(database + ", pages by HTTP with that, signed in, milliseconds");
        try (ConsoleService service = ConsoleService.start(data, filled)) {
            for (String page : PAGES) {
                double millis = service.millis(page.replace(MAIL, String.valueOf(delivered + waiting + 1)));
                report.line(said("  %-44s %8.1f", page, millis));
                report.figure(database + ".http." + page, millis);
                slowest = Math.max(slowest, millis);
            }
        }
        report.atMost(database + ", slowest page by HTTP, milliseconds", MOST_MILLIS, slowest);
    }

    /** The questions that the console's page asks, each at its slowest of some. */
    private void pages(String database, Outbox outbox) {
        Map<String, Runnable> questions = new LinkedHashMap<>();
        questions.put("counts", outbox::waiting);
        questions.put("hours", () -> outbox.hours(Instant.now().minus(Duration.ofDays(1))));
        questions.put("holds", outbox::holds);
        questions.put("latest", () -> outbox.search(MailFilter.ALL, Optional.empty(), 50));
        questions.put("failed", () -> outbox.search(MailFilter.ALL.in(MessageState.FAILED), Optional.empty(), 50));
        questions.put("held", () -> outbox.search(MailFilter.ALL.in(MessageState.HELD), Optional.empty(), 50));
        questions.put("of an account", () -> outbox.search(MailFilter.ALL.of(Set.of(1007L)), Optional.empty(), 50));
        questions.put("words", () -> outbox.search(MailFilter.ALL.saying("nobody says this"), Optional.empty(), 50));
        questions.put("far back", () -> outbox.search(MailFilter.ALL, Optional.of(5_000L), 50));
        double page = 0;
        for (Map.Entry<String, Runnable> question : questions.entrySet()) {
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                long begin = System.nanoTime();
                question.getValue().run();
                millis.add((System.nanoTime() - begin) / 1e6);
            }
            double median = Medians.of(millis);
            report.line(said("  page, %-14s %8.1f ms", question.getKey(), median));
            report.figure(database + ".page." + question.getKey(), median);
            page = Math.max(page, median);
        }
        report.atMost(database + ", slowest question of a page, milliseconds", MOST_MILLIS, page);
    }

    private static String grown(String database) {
        return database + " grown";
    }

    private static String said(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
