package org.valija.server.alerts;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** How alerts and the webhook's events stand, for who watches over the installation. Thread-safe. */
@Component
public class AlertStandings {

    private final AlertTable alerts;
    private final WebhookDeliveryTable deliveries;
    private final WebhookQueue queue;

    AlertStandings(AlertTable alerts, WebhookDeliveryTable deliveries, WebhookQueue queue) {
        this.alerts = alerts;
        this.deliveries = deliveries;
        this.queue = queue;
    }

    /**
     * How they stand now, of all nodes.
     *
     * @param lasting how many alerts last, by the word of their kind; none of a kind that is not there
     * @param unmailed since when each alert lasts whose mails are still to leave, the oldest first
     * @param owed how many events the webhook has not taken and are tried again
     * @param oldestOwed when the oldest of them was put on its way
     */
    public record Standing(Map<String, Long> lasting, List<Instant> unmailed, long owed, Optional<Instant> oldestOwed) {

        public Standing {
            lasting = Map.copyOf(lasting);
            unmailed = List.copyOf(unmailed);
        }
    }

    /** @throws org.valija.sql.DatabaseException when the database is away */
    public Standing now() {
        List<Alert> lasting = alerts.lasting();
        WebhookDeliveryTable.Owed owed = deliveries.owed();
        return new Standing(
                lasting.stream()
                        .collect(Collectors.groupingBy(
                                alert -> alert.about().kind().word(), Collectors.counting())),
                lasting.stream()
                        .filter(Alert::awaitsMail)
                        .map(Alert::createdAt)
                        .sorted(Comparator.naturalOrder())
                        .toList(),
                owed.events(),
                owed.oldest());
    }

    /** Words of the kinds of alerts. */
    public List<String> kinds() {
        return Stream.of(EventKind.values())
                .filter(EventKind::isAlert)
                .map(EventKind::word)
                .toList();
    }

    /** How many events this process has given up since its start; those of a webhook that was removed are not among them. */
    public long givenUp() {
        return queue.givenUp();
    }
}
