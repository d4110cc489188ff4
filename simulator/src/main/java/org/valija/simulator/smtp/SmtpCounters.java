package org.valija.simulator.smtp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what clients did. Thread-safe. */
final class SmtpCounters {

    final AtomicLong connections = new AtomicLong();
    final AtomicLong resumedTlsSessions = new AtomicLong();
    final AtomicLong authAttempts = new AtomicLong();
    final AtomicLong authentications = new AtomicLong();
    final AtomicLong messages = new AtomicLong();
    private final Map<String, AtomicInteger> accepted = new ConcurrentHashMap<>();

    void countMessage(String user) {
        messages.incrementAndGet();
        accepted.computeIfAbsent(user, key -> new AtomicInteger()).incrementAndGet();
    }

    int acceptedFrom(String user) {
        AtomicInteger count = accepted.get(user);
        return count == null ? 0 : count.get();
    }

    /** A new day for the quotas. */
    void resetQuotas() {
        accepted.clear();
    }
}
