package org.valija.simulator.google;

import java.time.Duration;

/** What a test may change while the simulated Google runs. Each value is read once per request. Thread-safe. */
final class Settings {

    volatile Duration accessTokenLifetime = Duration.ofHours(1);
    volatile Duration testingRefreshLifetime = Duration.ofDays(7);
    volatile int accessTokenLength = 200;
    volatile Rotation rotation = Rotation.OFF;
    volatile boolean idTokenIncluded = true;
    volatile boolean longScopeNames = true;
    volatile long largestMail = 36_700_160;
}
