package org.valija.simulator.google;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what was asked, answered or not. Thread-safe. */
final class Counters {

    private final Map<String, LongAdder> tokenRequests = new ConcurrentHashMap<>();
    private final LongAdder refreshes = new LongAdder();
    private final LongAdder revocations = new LongAdder();

    private final LongAdder mailRequests = new LongAdder();

    void countMailRequest() {
        mailRequests.increment();
    }

    long mailRequests() {
        return mailRequests.sum();
    }

    void countTokenRequest(String grantType) {
        tokenRequests.computeIfAbsent(grantType, key -> new LongAdder()).increment();
    }

    void countRefresh() {
        refreshes.increment();
    }

    void countRevocation() {
        revocations.increment();
    }

    long tokenRequests(String grantType) {
        LongAdder count = tokenRequests.get(grantType);
        return count == null ? 0 : count.sum();
    }

    long refreshes() {
        return refreshes.sum();
    }

    long revocations() {
        return revocations.sum();
    }
}
