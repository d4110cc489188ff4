package org.valija.server.operations;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Looks at the installation, no more than once in five seconds however often it is asked, and answers within a few seconds also
 * while the database does not. Thread-safe.
 */
@Component
class Health implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();
    private static final Duration PING = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofSeconds(8);

    private final MachineChecks machine;
    private final DatabaseChecks checks;
    private final Clock clock;
    private final ExecutorService looking = Executors.newVirtualThreadPerTaskExecutor();
    private Optional<Taken> latest = Optional.empty();

    Health(MachineChecks machine, DatabaseChecks checks, Clock clock) {
        this.machine = machine;
        this.checks = checks;
        this.clock = clock;
    }

    private record Taken(long nanos, HealthReport report) {

        boolean isFresh() {
            return System.nanoTime() - nanos < FRESH_NANOS;
        }
    }

    /** How it is doing now, or was a moment ago. */
    synchronized HealthReport now() {
        if (latest.filter(Taken::isFresh).isEmpty()) {
            HealthReport report = examine();
            latest = Optional.of(new Taken(System.nanoTime(), report));
        }
        return latest.orElseThrow().report();
    }

    private HealthReport examine() {
        List<Finding> findings = new ArrayList<>();
        Optional<List<Finding>> ping = within(PING, looking.submit(checks::ping));
        findings.addAll(ping.orElseGet(() -> List.of(away())));
        findings.add(machine.disk());
        findings.add(machine.certificate());
        if (ping.isPresent()) {
            findings.addAll(within(LOOK, looking.submit(checks::all)).orElseGet(() -> List.of(slow())));
        }
        findings.sort((one, other) -> one.check().compareTo(other.check()));
        return new HealthReport(clock.instant(), findings);
    }

    /** What a check gives in that time; empty when it does not, or cannot. */
    private static Optional<List<Finding>> within(Duration time, Future<List<Finding>> look) {
        try {
            return Optional.of(look.get(time.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            LOG.warn("a look at the installation's health failed: {}", e.getMessage());
        } catch (TimeoutException e) {
            LOG.warn("a look at the installation's health took longer than {}", time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        look.cancel(true);
        return Optional.empty();
    }

    private static Finding away() {
        return Finding.bad(Check.DATABASE, Level.DOWN, "away", Map.of());
    }

    private static Finding slow() {
        return Finding.bad(Check.OUTBOX, Level.DEGRADED, "unknown", Map.of());
    }

    @Override
    public void destroy() {
        looking.shutdownNow();
    }
}
