package org.valija.server.alerts;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.valija.oauth.Grant;
import org.valija.outbox.AccountHold;
import org.valija.outbox.HoldKind;
import org.valija.outbox.Outbox;
import org.valija.outbox.WaitingCount;

/**
 * Providers that have long been away for an account whose mail waits for that. A hold that no mail is behind is not tried again,
 * and so says nothing. Thread-safe.
 */
@Component
class AwayProviders {

    private final Outbox outbox;
    private final AlertProperties properties;
    private final Clock clock;

    AwayProviders(Outbox outbox, AlertProperties properties, Clock clock) {
        this.outbox = outbox;
        this.properties = properties;
        this.clock = clock;
    }

    /** An account and what holds its mail. */
    private record Held(Grant grant, AccountHold hold) {}

    Stream<Condition> conditions(List<Grant> grants) {
        Instant longAgo = clock.instant().minus(properties.providerAway());
        List<AccountHold> holds = outbox.holds().stream()
                .filter(hold -> hold.kind() == HoldKind.PROVIDER_DOWN)
                .filter(hold -> !hold.since().isAfter(longAgo))
                .sorted(Comparator.comparing(AccountHold::since))
                .toList();
        if (holds.isEmpty()) {
            return Stream.empty();
        }
        Set<Long> waiting = outbox.waiting().stream()
                .filter(AwayProviders::waitsForTheProvider)
                .map(WaitingCount::grantId)
                .collect(Collectors.toSet());
        Map<Integer, List<Held>> away = holds.stream()
                .filter(hold -> waiting.contains(hold.grantId()))
                .flatMap(hold -> grants.stream()
                        .filter(grant -> grant.id() == hold.grantId())
                        .map(grant -> new Held(grant, hold)))
                .collect(Collectors.groupingBy(held -> held.grant().providerId()));
        return away.values().stream()
                .map(of -> Condition.providerAway(
                        of.getFirst().grant(), of.size(), of.getFirst().hold()));
    }

    /** One that is just being tried again too: the hold lasts until that goes well. */
    private static boolean waitsForTheProvider(WaitingCount count) {
        return switch (count.state()) {
            case QUEUED, DEFERRED, SENDING -> true;
            case HELD -> count.held().equals(Optional.of(HoldKind.PROVIDER_DOWN));
            case UNKNOWN, SENT, FAILED, CANCELLED -> false;
        };
    }
}
