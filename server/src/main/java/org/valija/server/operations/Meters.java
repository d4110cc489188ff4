package org.valija.server.operations;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.valija.oauth.GrantState;
import org.valija.outbox.HoldKind;
import org.valija.outbox.Lane;
import org.valija.outbox.MessageState;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.operations.Counts.Counted;

/**
 * All metrics, under the names that {@code docs/administrator.md} gives. The registry is made when it is first asked for: an
 * installation that nobody scrapes pays nothing for it. Thread-safe.
 */
@Component
class Meters implements DisposableBean {

    /** States of mails that have not ended. */
    private static final Set<MessageState> WAITING = Set.of(
            MessageState.QUEUED, MessageState.SENDING, MessageState.DEFERRED, MessageState.HELD, MessageState.UNKNOWN);

    private final FiguresSource source;
    private final Counts counts;
    private final Audit audit;
    private final DataSource dataSource;
    private final Set<Counted> known = new HashSet<>();
    private Optional<PrometheusMeterRegistry> registry = Optional.empty();
    private Optional<JvmGcMetrics> collections = Optional.empty();
    private volatile Figures figures;

    Meters(FiguresSource source, Counts counts, Audit audit, DataSource dataSource) {
        this.source = source;
        this.counts = counts;
        this.audit = audit;
        this.dataSource = dataSource;
        this.figures = FiguresSource.NOTHING;
    }

    /** All of them now, in Prometheus' text. */
    synchronized String scrape() {
        figures = source.now();
        if (registry.isEmpty()) {
            source.providers().forEach(counts::begin);
            registry = Optional.of(made());
        }
        counts.all().forEach((counted, count) -> {
            if (known.add(counted)) {
                register(registry.get(), counted, count);
            }
        });
        return registry.get().scrape();
    }

    private PrometheusMeterRegistry made() {
        PrometheusMeterRegistry made = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        mail(made);
        accounts(made);
        AlertMeters.register(made, source.alerts(), () -> figures);
        installation(made);
        database(made);
        JvmGcMetrics gc = new JvmGcMetrics();
        collections = Optional.of(gc);
        gc.bindTo(made);
        new JvmMemoryMetrics().bindTo(made);
        new JvmThreadMetrics().bindTo(made);
        new ProcessorMetrics().bindTo(made);
        new FileDescriptorMetrics().bindTo(made);
        new UptimeMetrics().bindTo(made);
        return made;
    }

    private void mail(PrometheusMeterRegistry to) {
        for (Lane lane : Lane.values()) {
            for (MessageState state : WAITING) {
                gauge(
                        to,
                        "valija.mails.waiting",
                        "Mails that have not ended",
                        Tags.of("lane", word(lane), "state", word(state)),
                        now -> now.waiting(lane, state));
            }
            gauge(
                    to,
                    "valija.oldest.due.seconds",
                    "How long the oldest mail waits that could leave",
                    Tags.of("lane", word(lane)),
                    now -> now.oldestDue(lane));
        }
    }

    private void accounts(PrometheusMeterRegistry to) {
        for (GrantState state : GrantState.values()) {
            gauge(to, "valija.accounts", "Mail accounts", Tags.of("state", word(state)), now -> now.accounts(state));
        }
        for (HoldKind kind : HoldKind.values()) {
            gauge(
                    to,
                    "valija.accounts.held",
                    "Accounts whose mail is held",
                    Tags.of("reason", word(kind)),
                    now -> now.held(kind));
        }
        gauge(
                to,
                "valija.recovery.open",
                "Whether links to new keys leave",
                Tags.empty(),
                now -> now.figure(Check.RECOVERY, "open"));
        for (int provider : source.providers()) {
            gauge(
                    to,
                    "valija.client.secret.days",
                    "Days until the OAuth client's secret ends",
                    Tags.of("provider", Integer.toString(provider)),
                    now -> now.figure(Check.CLIENTS, "provider" + provider + "SecretDays"));
        }
    }

    private void installation(PrometheusMeterRegistry to) {
        for (Check check : Check.values()) {
            gauge(
                    to,
                    "valija.health",
                    "0 up, 1 degraded, 2 down",
                    Tags.of("check", check.word()),
                    now -> now.level(check));
        }
        gauge(
                to,
                "valija.nodes.alive",
                "Processes that deliver",
                Tags.empty(),
                now -> now.figure(Check.WORKER, "nodesAlive"));
        gauge(
                to,
                "valija.certificate.days",
                "Days until the console's certificate ends",
                Tags.empty(),
                now -> now.figure(Check.CERTIFICATE, "daysLeft"));
        gauge(
                to,
                "valija.disk.free.bytes",
                "Free space of the data folder",
                Tags.empty(),
                now -> now.figure(Check.DISK, "freeBytes"));
        gauge(
                to,
                "valija.disk.total.bytes",
                "Size of the data folder's file system",
                Tags.empty(),
                now -> now.figure(Check.DISK, "totalBytes"));
        gauge(
                to,
                "valija.last.backup.timestamp.seconds",
                "When the last backup by valija backup was noted",
                Tags.empty(),
                Figures::lastBackupSeconds);
        gauge(
                to,
                "valija.build.info",
                "The program; always 1",
                Tags.of("version", Build.version(), "java", Runtime.version().toString()),
                now -> 1);
        for (AuditAction action : AuditAction.values()) {
            FunctionCounter.builder("valija.audit.noted", audit, noted -> noted.count(action))
                    .description("What was noted in the audit by this process")
                    .tags("action", word(action))
                    .register(to);
        }
    }

    private void database(PrometheusMeterRegistry to) {
        if (dataSource instanceof HikariDataSource pool) {
            connections(to, pool, "active", HikariPoolMXBean::getActiveConnections);
            connections(to, pool, "idle", HikariPoolMXBean::getIdleConnections);
            connections(to, pool, "awaited", HikariPoolMXBean::getThreadsAwaitingConnection);
            Gauge.builder("valija.database.connections.max", pool, HikariDataSource::getMaximumPoolSize)
                    .description("Connections to the database at most")
                    .register(to);
        }
    }

    private static void connections(
            PrometheusMeterRegistry to, HikariDataSource pool, String state, ToDoubleFunction<HikariPoolMXBean> read) {
        Gauge.builder(
                        "valija.database.connections",
                        pool,
                        open -> Optional.ofNullable(open.getHikariPoolMXBean())
                                .map(read::applyAsDouble)
                                .orElse(Double.NaN))
                .description("Connections to the database, and threads that wait for one")
                .tags("state", state)
                .register(to);
    }

    private void gauge(
            PrometheusMeterRegistry to, String name, String description, Tags tags, ToDoubleFunction<Figures> read) {
        Gauge.builder(name, this, meters -> read.applyAsDouble(meters.figures))
                .description(description)
                .tags(tags)
                .register(to);
    }

    private static void register(PrometheusMeterRegistry to, Counted counted, LongAdder count) {
        FunctionCounter.Builder<LongAdder> counter = switch (counted.what()) {
            case ACCEPTED ->
                counter("valija.mails.accepted", "Mails handed in to this process", count)
                        .tags("lane", word(counted.first()));
            case ENDED ->
                counter("valija.mails.ended", "Mails that ended by this process", count)
                        .tags("lane", word(counted.first()), "state", word(counted.second()));
            case ATTEMPTED ->
                counter("valija.attempts", "Attempts to deliver by this process", count)
                        .tags(
                                "lane",
                                word(counted.first()),
                                "outcome",
                                word(counted.second()),
                                "cause",
                                counted.third());
            case RENEWED ->
                counter("valija.token.renewals", "Renewals of tokens by this process", count)
                        .tags("provider", counted.first(), "outcome", word(counted.second()));
            case ANSWERED ->
                counter("valija.http.requests", "HTTP requests that this process answered", count)
                        .tags("status", counted.first());
        };
        counter.register(to);
    }

    private static FunctionCounter.Builder<LongAdder> counter(String name, String description, LongAdder count) {
        return FunctionCounter.builder(name, count, LongAdder::doubleValue).description(description);
    }

    private static String word(Enum<?> value) {
        return word(value.name());
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public synchronized void destroy() {
        collections.ifPresent(JvmGcMetrics::close);
        registry.ifPresent(PrometheusMeterRegistry::close);
    }
}
