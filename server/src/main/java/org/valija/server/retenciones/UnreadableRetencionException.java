package org.valija.server.retenciones;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The file is no retención that could be read; nothing of it was kept. What a person is told stands in bundle {@code
 * retenciones} under {@link #key()}.
 */
public final class UnreadableRetencionException extends RuntimeException {

    /** Why. */
    public enum Reason {
        EMPTY,
        TOO_LARGE,
        /** Not well-formed XML, or none at all. */
        NOT_XML,
        /** It declares a document type or asks for entities: no CFDI does, and attacks do. */
        DOCUMENT_TYPE,
        /** It names an encoding that is not read here. */
        ENCODING_UNKNOWN,
        /** Its bytes are not of the encoding that it names. */
        ENCODING_BROKEN,
        TOO_DEEP,
        TOO_MANY_ATTRIBUTES,
        TOO_MANY_PARTS,
        /** XML, but another document. */
        OTHER_DOCUMENT,
        VERSION_UNKNOWN,
        NODE_MISSING,
        NODE_REPEATED,
        ATTRIBUTE_MISSING,
        /** An amount, date or number that is none. */
        VALUE_INVALID;

        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final int SHOWN = 80;

    private final Reason reason;
    private final String node;
    private final String attribute;
    private final String detail;
    private final int line;
    private final int column;

    private UnreadableRetencionException(
            Reason reason,
            String node,
            String attribute,
            String detail,
            int line,
            int column,
            @Nullable Throwable cause) {
        super(
                "Unreadable retención: " + reason.code() + (node.isEmpty() ? "" : " at " + node + " " + attribute),
                cause);
        this.reason = reason;
        this.node = node;
        this.attribute = attribute;
        this.detail = detail.length() <= SHOWN ? detail : detail.substring(0, SHOWN) + "…";
        this.line = line;
        this.column = column;
    }

    /** @param detail what the words under its key name: a limit, an encoding, the name of another document, a version */
    static UnreadableRetencionException of(Reason reason, String detail) {
        return new UnreadableRetencionException(reason, "", "", detail, 0, 0, null);
    }

    static UnreadableRetencionException at(
            Reason reason, int line, int column, String detail, @Nullable Throwable cause) {
        return new UnreadableRetencionException(reason, "", "", detail, Math.max(line, 0), Math.max(column, 0), cause);
    }

    /** @param attribute empty when it is about the node as a whole */
    static UnreadableRetencionException in(Reason reason, String node, String attribute, String value) {
        return new UnreadableRetencionException(reason, node, attribute, value, 0, 0, null);
    }

    public Reason reason() {
        return reason;
    }

    /** Path of the node from the root, {@code Totales/ImpRetenidos[2]}; empty when no node is to blame. */
    public String node() {
        return node;
    }

    /** Empty when no attribute is to blame. */
    public String attribute() {
        return attribute;
    }

    /** A limit, an encoding, a version, a value: what was met, cut to a length that can be shown; may be empty. */
    public String detail() {
        return detail;
    }

    /** From 1; 0 when not known. */
    public int line() {
        return line;
    }

    /** From 1; 0 when not known. */
    public int column() {
        return column;
    }

    /** Of its words. */
    public String key() {
        return "retenciones.unreadable." + reason.code();
    }

    /** Of its words: node, attribute, detail, line, column. */
    public List<Object> arguments() {
        return List.of(node, attribute, detail, Integer.toString(line), Integer.toString(column));
    }
}
