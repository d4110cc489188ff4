package org.valija.simulator.google;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The failures still to come, by endpoint. Thread-safe. */
final class Failures {

    private final Map<Endpoint, Deque<FailurePlan>> plans = new EnumMap<>(Endpoint.class);

    synchronized void add(FailurePlan plan) {
        Deque<FailurePlan> queue = plans.computeIfAbsent(plan.endpoint(), key -> new ArrayDeque<>());
        for (int i = 0; i < plan.times(); i++) {
            queue.addLast(plan);
        }
    }

    synchronized Optional<FailurePlan> next(Endpoint endpoint) {
        return Optional.ofNullable(
                plans.getOrDefault(endpoint, new ArrayDeque<>()).pollFirst());
    }

    synchronized void clear() {
        plans.clear();
    }
}
