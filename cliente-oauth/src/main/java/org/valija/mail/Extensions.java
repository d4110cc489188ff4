package org.valija.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a server announced at EHLO (RFC 5321 §2.2), by keyword in upper case.
 *
 * @param parameters of each keyword, in upper case
 */
record Extensions(Map<String, String> parameters) {

    static final Extensions NONE = new Extensions(Map.of());

    /** The first line is the server's greeting. */
    static Extensions of(List<String> lines) {
        Map<String, String> parameters = new HashMap<>();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String upper = line.strip().toUpperCase(Locale.ROOT);
            int blank = upper.indexOf(' ');
            parameters.put(blank < 0 ? upper : upper.substring(0, blank), blank < 0 ? "" : upper.substring(blank + 1));
        }
        return new Extensions(Map.copyOf(parameters));
    }

    /** All but one. */
    Extensions without(String keyword) {
        Map<String, String> others = new HashMap<>(parameters);
        others.remove(keyword);
        return new Extensions(Map.copyOf(others));
    }

    boolean has(String keyword) {
        return parameters.containsKey(keyword);
    }

    Set<String> mechanisms() {
        return Set.copyOf(List.of(parameters.getOrDefault("AUTH", "").strip().split(" +")));
    }

    /** The largest message (RFC 1870); empty where none is announced or 0 says "no fixed limit". */
    OptionalLong largestMessage() {
        String size = parameters.getOrDefault("SIZE", "").strip();
        return size.matches("[1-9]\\d{0,17}") ? OptionalLong.of(Long.parseLong(size)) : OptionalLong.empty();
    }
}
