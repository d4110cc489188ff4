package org.valija.server.retenciones;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.valija.server.retenciones.UnreadableRetencionException.Reason;

/** The attributes and nodes of one node as typed values; what is of no such type is refused by node and attribute. */
record Fields(Nodo nodo, String path) {

    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,6})?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final int LOCAL_LENGTH = "2025-01-31T00:00:00".length();
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

    /** As XML Schema collapses white space. */
    static String collapsed(String text) {
        StringBuilder collapsed = new StringBuilder(text.length());
        boolean space = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                space = true;
            } else {
                if (space && !collapsed.isEmpty()) {
                    collapsed.append(' ');
                }
                space = false;
                collapsed.append(c);
            }
        }
        return collapsed.toString();
    }

    /** Empty when the node has no such attribute. */
    String text(String attribute) {
        return optional(attribute).orElse("");
    }

    Optional<String> optional(String attribute) {
        return nodo.attribute(attribute).map(Fields::collapsed);
    }

    BigDecimal amount(String attribute) {
        return amount(attribute, required(attribute));
    }

    Optional<BigDecimal> optionalAmount(String attribute) {
        return optional(attribute).map(value -> amount(attribute, value));
    }

    int number(String attribute) {
        String value = required(attribute);
        if (!NUMBER.matcher(value).matches()) {
            throw invalid(attribute, value);
        }
        return Integer.parseInt(value);
    }

    /** Local time; version 1.0 wrote the offset too, of which this is the local part. */
    LocalDateTime dateTime(String attribute) {
        String value = required(attribute);
        try {
            return value.length() > LOCAL_LENGTH
                    ? OffsetDateTime.parse(value).toLocalDateTime()
                    : LocalDateTime.parse(value, LOCAL);
        } catch (DateTimeException notADate) {
            throw invalid(attribute, value);
        }
    }

    /** A UUID as the file writes it. */
    String folioFiscal(String attribute) {
        String value = required(attribute);
        if (!Patterns.UUID.matcher(value).matches()) {
            throw invalid(attribute, value);
        }
        return value;
    }

    /** The one node of that name. */
    Fields one(String name) {
        return maybe(name)
                .orElseThrow(() -> UnreadableRetencionException.in(Reason.NODE_MISSING, inside(name), "", ""));
    }

    /** The node of that name and of this one's namespace, if there is one. */
    Optional<Fields> maybe(String name) {
        return maybe(nodo.namespace(), name);
    }

    Optional<Fields> maybe(String namespace, String name) {
        List<Nodo> found = nodo.children().stream()
                .filter(child -> child.is(namespace, name))
                .toList();
        if (found.size() > 1) {
            throw UnreadableRetencionException.in(Reason.NODE_REPEATED, inside(name), "", "");
        }
        return found.stream().findFirst().map(child -> new Fields(child, inside(name)));
    }

    /** All nodes of that name and of this one's namespace. */
    List<Fields> all(String name) {
        List<Nodo> found = nodo.children().stream()
                .filter(child -> child.is(nodo.namespace(), name))
                .toList();
        return IntStream.range(0, found.size())
                .mapToObj(i -> new Fields(found.get(i), inside(name) + "[" + (i + 1) + "]"))
                .toList();
    }

    private String inside(String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    private String required(String attribute) {
        return optional(attribute)
                .filter(value -> !value.isEmpty())
                .orElseThrow(
                        () -> UnreadableRetencionException.in(Reason.ATTRIBUTE_MISSING, shownPath(), attribute, ""));
    }

    private BigDecimal amount(String attribute, String value) {
        if (!AMOUNT.matcher(value).matches()) {
            throw invalid(attribute, value);
        }
        return new BigDecimal(value);
    }

    private UnreadableRetencionException invalid(String attribute, String value) {
        return UnreadableRetencionException.in(Reason.VALUE_INVALID, shownPath(), attribute, value);
    }

    private String shownPath() {
        return path.isEmpty() ? nodo.name() : path;
    }
}
