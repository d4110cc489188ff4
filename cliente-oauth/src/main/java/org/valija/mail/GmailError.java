package org.valija.mail;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an error answer of Google's APIs says (developers.google.com/workspace/gmail/api/guides/handle-errors).
 *
 * @param reasons of {@code error.errors} and of {@code error.details}
 */
record GmailError(Set<String> reasons, String message) {

    private static final int LONGEST_MESSAGE = 500;

    /** Reads one; empty for what is no such answer. */
    static Optional<GmailError> read(String body) {
        return json(body)
                .map(all -> all.get("error"))
                .flatMap(GmailError::object)
                .map(error -> {
                    Set<String> reasons = new LinkedHashSet<>();
                    addReasons(reasons, error.get("errors"));
                    addReasons(reasons, error.get("details"));
                    return new GmailError(
                            reasons,
                            plain(Optional.ofNullable(error.get("message"))
                                    .map(String::valueOf)
                                    .orElse("")));
                });
    }

    /** The JSON object that a text is, if it is one. */
    static Optional<Map<?, ?>> json(String text) {
        try {
            return Optional.ofNullable(JSONObjectUtils.parse(text));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    boolean has(String reason) {
        return reasons.contains(reason);
    }

    /** Whether the message holds these words, which are in lower case. */
    boolean says(String words) {
        return message.toLowerCase(Locale.ROOT).contains(words);
    }

    @Override
    public String toString() {
        return String.join(" ", reasons) + (reasons.isEmpty() ? "" : ": ") + message;
    }

    private static void addReasons(Set<String> reasons, @Nullable Object list) {
        if (list instanceof List<?> entries) {
            entries.stream()
                    .flatMap(entry -> object(entry).stream())
                    .map(entry -> entry.get("reason"))
                    .filter(String.class::isInstance)
                    .map(reason -> plain(String.valueOf(reason)))
                    .forEach(reasons::add);
        }
    }

    private static Optional<Map<?, ?>> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
    }

    private static String plain(String text) {
        String line = text.replaceAll("\\p{Cc}+", " ").strip();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }
}
