package org.valija.mail;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections whose server has stopped reading: a blocked write has no time limit of its own. Its one thread lives
 * while connections do. Thread-safe.
 */
final class StallGuard {

    private static final long LOOK_EVERY_MILLIS = 1000;

    private final Set<SmtpWire> watched = ConcurrentHashMap.newKeySet();
    private final long longestNanos;
    private boolean running;

    StallGuard(Duration longestWrite) {
        this.longestNanos = longestWrite.toNanos();
    }

    void watch(SmtpWire wire) {
        watched.add(wire);
        synchronized (this) {
            if (!running) {
                running = true;
                Thread thread = new Thread(this::run, "valija-smtp-guard");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    void forget(SmtpWire wire) {
        watched.remove(wire);
    }

    private void run() {
        while (goesOn()) {
            try {
                Thread.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            long now = System.nanoTime();
            for (SmtpWire wire : watched) {
                look(wire, now);
            }
        }
    }

    private void look(SmtpWire wire, long now) {
        try {
            wire.abortIfStalled(now, longestNanos);
        } catch (IOException e) {
            System.getLogger(StallGuard.class.getName())
                    .log(System.Logger.Level.DEBUG, "a stalled connection could not be closed", e);
        }
    }

    private synchronized boolean goesOn() {
        running = !watched.isEmpty();
        return running;
    }
}
