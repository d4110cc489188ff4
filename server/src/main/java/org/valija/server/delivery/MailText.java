package org.valija.server.delivery;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a mail says. It may hold fields, a word between braces as {@code {folio}}; what else stands between braces is text like
 * any other.
 *
 * @param subject one line
 */
public record MailText(String subject, String body, String signature) {

    private static final Pattern FIELD = Pattern.compile("\\{([\\p{L}_]+)}");

    /** The text with its fields filled; values are put in as they are, never read for fields again. */
    MailText filled(FieldValues values) {
        return new MailText(fill(subject, values), fill(body, values), fill(signature, values));
    }

    /** Words between braces that are no field, as written and each once. */
    List<String> unknownFields() {
        Set<String> unknown = new LinkedHashSet<>();
        Stream.of(subject, body, signature)
                .forEach(text -> FIELD.matcher(text)
                        .results()
                        .filter(found -> MailField.of(found.group(1)).isEmpty())
                        .forEach(found -> unknown.add(found.group())));
        return List.copyOf(unknown);
    }

    private static String fill(String text, FieldValues values) {
        Matcher matcher = FIELD.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            Optional<MailField> field = MailField.of(matcher.group(1));
            matcher.appendReplacement(
                    filled, Matcher.quoteReplacement(field.map(values::of).orElse(matcher.group())));
        }
        return matcher.appendTail(filled).toString();
    }
}
