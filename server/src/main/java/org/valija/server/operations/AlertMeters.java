package org.valija.server.operations;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.valija.server.alerts.AlertStandings;

/** The metrics of alerts and of the webhook. */
final class AlertMeters {

    private final MeterRegistry to;
    private final Supplier<Figures> now;

    private AlertMeters(MeterRegistry to, Supplier<Figures> now) {
        this.to = to;
        this.now = now;
    }

    /** @param now what was measured last */
    static void register(MeterRegistry to, AlertStandings standings, Supplier<Figures> now) {
        new AlertMeters(to, now).register(standings);
    }

    private void register(AlertStandings standings) {
        for (String kind : standings.kinds()) {
            gauge("valija.alerts", "Alerts that last", Tags.of("kind", kind), figures -> figures.lasting(kind));
        }
        gauge("valija.alerts.unmailed", "Alerts whose mails wait", Tags.empty(), Figures::unmailed);
        gauge(
                "valija.alerts.oldest.unmailed.seconds",
                "How long the oldest of them waits",
                Tags.empty(),
                Figures::oldestUnmailed);
        gauge("valija.webhook.owed", "Events that the webhook has not taken", Tags.empty(), Figures::owedEvents);
        gauge(
                "valija.webhook.oldest.owed.seconds",
                "How long the oldest of them is on its way",
                Tags.empty(),
                Figures::oldestOwedEvent);
        FunctionCounter.builder("valija.webhook.given.up", standings, AlertStandings::givenUp)
                .description("Events that this process has given up")
                .register(to);
    }

    private void gauge(String name, String description, Tags tags, ToDoubleFunction<Figures> read) {
        Gauge.builder(name, now, figures -> read.applyAsDouble(figures.get()))
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(to);
    }
}
