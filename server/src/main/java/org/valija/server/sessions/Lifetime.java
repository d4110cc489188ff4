package org.valija.server.sessions;

import java.time.Duration;

/**
 * How long sessions last.
 *
 * @param idle without being used
 * @param longest from the entry on, however much they are used
 */
record Lifetime(Duration idle, Duration longest) {}
