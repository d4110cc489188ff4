package org.valija.simulator.web;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The last requests, by a list of fields that may be shown: a field that is not on the list is not kept. Thread-safe. */
public final class RequestLog {

    private static final int KEPT = 1_000;
    private static final List<String> SHOWN = List.of(
            "grant_type",
            "client_id",
            "redirect_uri",
            "response_type",
            "scope",
            "access_type",
            "prompt",
            "login_hint",
            "account",
            "decision",
            "endpoint",
            "status",
            "times",
            "mode",
            "seconds");

    private final Clock clock;
    private final Deque<RequestLogEntry> entries = new ArrayDeque<>();

    public RequestLog(Clock clock) {
        this.clock = clock;
    }

    void add(WebRequest request, int status) {
        Form form = request.form();
        Map<String, String> fields = new LinkedHashMap<>();
        for (String name : SHOWN) {
            List<String> values = Stream.concat(request.query().all(name).stream(), form.all(name).stream())
                    .toList();
            if (!values.isEmpty()) {
                fields.put(name, String.join(" ", values));
            }
        }
        RequestLogEntry entry =
                new RequestLogEntry(clock.instant(), request.method(), request.path(), status, Map.copyOf(fields));
        synchronized (entries) {
            if (entries.size() == KEPT) {
                entries.removeFirst();
            }
            entries.addLast(entry);
        }
    }

    /** The last thousand requests, oldest first. */
    public List<RequestLogEntry> entries() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }
}
