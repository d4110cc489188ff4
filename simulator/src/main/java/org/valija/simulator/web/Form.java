package org.valija.simulator.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a query or of an {@code application/x-www-form-urlencoded} body, in order. Immutable. */
public final class Form {

    private final Map<String, List<String>> fields;

    private Form(Map<String, List<String>> fields) {
        this.fields = Collections.unmodifiableMap(fields);
    }

    /** Reads encoded text; throws {@link BadRequestException} where the percent-encoding is broken. */
    public static Form parse(String encoded) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.computeIfAbsent(decode(name), key -> new ArrayList<>()).add(decode(value));
            }
        }
        return new Form(fields);
    }

    /** The first value of a field that is present and not blank. */
    public Optional<String> value(String name) {
        return all(name).stream().findFirst().filter(value -> !value.isBlank());
    }

    /** The first value of a field; a {@link BadRequestException} names the field that is missing. */
    public String required(String name) {
        return value(name).orElseThrow(() -> new BadRequestException("Missing field: " + name));
    }

    /** Every value of a field, in order. */
    public List<String> all(String name) {
        return Collections.unmodifiableList(fields.getOrDefault(name, List.of()));
    }

    /** A field given twice, which RFC 6749 §3.1 and §3.2 forbid. */
    public Optional<String> repeatedField() {
        return fields.entrySet().stream()
                .filter(field -> field.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("Broken percent-encoding", e);
        }
    }
}
