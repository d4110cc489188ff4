package org.valija.server.retenciones;

import java.util.List;
import java.util.stream.Stream;

/**
 * A rule that the document does not keep.
 *
 * @param node path from the root, {@code Totales/ImpRetenidos[2]}; the root itself is {@code Retenciones}
 * @param attribute empty when it is about the node as a whole
 * @param details what the words of the rule name after node and attribute: the value, what it should be
 */
public record Finding(String node, String attribute, Rule rule, List<String> details) {

    public Finding {
        details = details.stream().map(Finding::shown).toList();
    }

    static Finding of(String node, String attribute, Rule rule, String... details) {
        return new Finding(node, attribute, rule, List.of(details));
    }

    public Rule.Severity severity() {
        return rule.severity();
    }

    /** Of its words in bundle {@code retenciones}. */
    public String key() {
        return "retenciones.rule." + rule.code();
    }

    /** Of its words: node, attribute, then the details. */
    public List<Object> arguments() {
        return Stream.concat(Stream.of(node, attribute), details.stream())
                .map(Object.class::cast)
                .toList();
    }

    private static String shown(String detail) {
        return detail.length() <= 80 ? detail : detail.substring(0, 80) + "…";
    }
}
