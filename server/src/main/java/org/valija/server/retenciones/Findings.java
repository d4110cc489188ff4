package org.valija.server.retenciones;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What was found so far, and the checks that many attributes share. */
final class Findings {

    private final List<Finding> found = new ArrayList<>();

    List<Finding> all() {
        return found;
    }

    void add(String node, String attribute, Rule rule, String... details) {
        found.add(Finding.of(node, attribute, rule, details));
    }

    /** Whether it is there. */
    boolean required(String node, String attribute, String value) {
        if (value.isEmpty()) {
            add(node, attribute, Rule.ATTRIBUTE_REQUIRED);
            return false;
        }
        return true;
    }

    void written(String node, String attribute, String value, Pattern pattern, Rule rule) {
        if (required(node, attribute, value) && !pattern.matcher(value).matches()) {
            add(node, attribute, rule, value);
        }
    }

    void text(String node, String attribute, String value, int longest) {
        if (required(node, attribute, value) && value.codePointCount(0, value.length()) > longest) {
            add(node, attribute, Rule.TEXT_TOO_LONG, Integer.toString(longest));
        }
    }

    /** A key of a catalogue. */
    void key(String node, String attribute, String value, Function<String, Optional<String>> catalogue, Rule rule) {
        if (required(node, attribute, value) && catalogue.apply(value).isEmpty()) {
            add(node, attribute, rule, value);
        }
    }

    void amount(String node, String attribute, BigDecimal amount, int decimals) {
        if (amount.signum() < 0) {
            add(node, attribute, Rule.AMOUNT_NEGATIVE, amount.toPlainString());
        }
        if (amount.scale() > decimals) {
            add(node, attribute, Rule.AMOUNT_DECIMALS, amount.toPlainString(), Integer.toString(decimals));
        }
    }
}
