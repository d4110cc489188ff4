package org.valija.server.printing;

import static org.valija.server.printing.Papers.word;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.valija.server.retenciones.Atributo;
import org.valija.server.retenciones.Catalogos;
import org.valija.server.retenciones.Nodo;

/**
 * Sectors' complements with all their attributes, two in a row; one that we do not know with the names it has in the file. A
 * paper is for reading: where there is more than anybody reads, it says that the rest is in the XML.
 */
final class ComplementPart {

    private static final Bundle NAMES = new Bundle("complementos.properties");
    private static final String VERSION = "Version";
    private static final String AMOUNT = "$";
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,30}(\\.\\d{1,12})?");
    private static final Pattern WORD_IN_NAME = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})");

    /** Of all complements of a paper, some 25 sheets. */
    private static final int MOST_ROWS = 1_000;

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_VALUE = 500;

    private int left = MOST_ROWS;

    private ComplementPart() {}

    static void write(List<Nodo> complements, Tag body) {
        ComplementPart part = new ComplementPart();
        for (Nodo complement : complements) {
            if (part.takesRow()) {
                part.write(complement, body);
            }
        }
        if (part.left < 0) {
            body.add("p", "note").text(word("reten.complement.rest"));
        }
    }

    /** Whether there is room for one more; the first for which there is none is remembered. */
    private boolean takesRow() {
        if (left >= 0) {
            left--;
        }
        return left >= 0;
    }

    private void write(Nodo complement, Tag body) {
        Tag table = body.add("table", "details block");
        table.add("col").style("width: 27%%");
        table.add("col").style("width: 23%%");
        table.add("col").style("width: 27%%");
        table.add("col").style("width: 23%%");
        table.add("thead").add("tr").add("th").span(4).text(title(complement));
        rows(complement, table.add("tbody"));
    }

    private static String title(Nodo complement) {
        String name = Catalogos.complemento(complement.name())
                .orElseGet(() -> words(complement.name()))
                .toUpperCase(Papers.MEXICO);
        return complement
                .attribute(VERSION)
                .map(version -> word("reten.complement.version", name, Tag.cut(version, LONGEST_NAME)))
                .orElseGet(() -> word("reten.complement", name));
    }

    private void rows(Nodo node, Tag table) {
        List<Atributo> attributes = node.attributes().stream()
                .filter(attribute ->
                        attribute.namespace().isEmpty() && !attribute.name().equals(VERSION))
                .toList();
        for (int i = 0; i < attributes.size() && takesRow(); i += 2) {
            Tag row = table.add("tr");
            pair(attributes.get(i), row);
            if (i + 1 < attributes.size()) {
                pair(attributes.get(i + 1), row);
            } else {
                row.add("th");
                row.add("td");
            }
        }
        for (Nodo child : node.children()) {
            if (!takesRow()) {
                return;
            }
            table.add("tr")
                    .add("th", "inner")
                    .span(4)
                    .text(NAMES.word("node." + child.name()).orElseGet(() -> words(child.name())));
            rows(child, table);
        }
    }

    private static void pair(Atributo attribute, Tag row) {
        Optional<String> name = NAMES.word(attribute.name());
        boolean amount = name.filter(text -> text.endsWith(AMOUNT)).isPresent();
        row.add("th").text(name.map(text -> text.replace(AMOUNT, "")).orElseGet(() -> words(attribute.name())));
        row.add("td").text(value(attribute, amount));
    }

    private static String value(Atributo attribute, boolean amount) {
        String value = attribute.value().strip();
        if (amount && NUMBER.matcher(value).matches()) {
            return Figures.money(new BigDecimal(value));
        }
        return NAMES.word("value." + attribute.name() + "." + value)
                .map(text -> Character.isDigit(value.charAt(0)) ? value + " · " + text : text)
                .orElse(Tag.cut(value, LONGEST_VALUE));
    }

    /** MontoDelServicio as people read it: Monto del servicio. */
    private static String words(String name) {
        String[] words = WORD_IN_NAME.split(Tag.cut(name, LONGEST_NAME));
        StringBuilder text = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            text.append(' ').append(words[i].toLowerCase(Papers.MEXICO));
        }
        return text.toString();
    }
}
