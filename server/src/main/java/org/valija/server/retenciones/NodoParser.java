package org.valija.server.retenciones;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.valija.server.retenciones.UnreadableRetencionException.Reason;

/** From events to nodes, within limits. What the addenda holds is counted and forgotten: it belongs to nobody's standard. */
final class NodoParser {

    private final XMLStreamReader xml;
    private final ReadingLimits limits;
    private final Deque<Open> open = new ArrayDeque<>();
    private int depth;
    private int parts;
    /** The depth of the addenda that is being read; 0 outside. */
    private int addenda;

    private @Nullable Nodo root;

    NodoParser(XMLStreamReader xml, ReadingLimits limits) {
        this.xml = xml;
        this.limits = limits;
    }

    /** The root of a retención with all that is in it, the file read to its end. */
    Nodo parse() throws XMLStreamException {
        while (xml.hasNext()) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> start();
                case XMLStreamConstants.END_ELEMENT -> end();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> text();
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw refused(Reason.DOCUMENT_TYPE, "");
                default -> count(1);
            }
        }
        Nodo read = root;
        if (read == null) {
            throw refused(Reason.NOT_XML, "");
        }
        return read;
    }

    /** The parser of the JDK meets some malformed files with exceptions of its own making: it lacks words for them. */
    private int next() throws XMLStreamException {
        try {
            return xml.next();
        } catch (UnreadableRetencionException refused) {
            throw refused;
        } catch (RuntimeException malformed) {
            throw UnreadableRetencionException.at(
                    Reason.NOT_XML,
                    xml.getLocation().getLineNumber(),
                    xml.getLocation().getColumnNumber(),
                    "",
                    malformed);
        }
    }

    private void start() {
        depth++;
        if (depth > limits.depth()) {
            throw refused(Reason.TOO_DEEP, Integer.toString(limits.depth()));
        }
        int attributes = xml.getAttributeCount();
        if (attributes > limits.attributes()) {
            throw refused(Reason.TOO_MANY_ATTRIBUTES, Integer.toString(limits.attributes()));
        }
        count(1 + attributes);
        String namespace = text(xml.getNamespaceURI());
        String name = xml.getLocalName();
        if (depth == 1) {
            Standard.ofRoot(namespace, name);
        }
        if (addenda > 0) {
            return;
        }
        if (depth == 2 && name.equals(Standard.ADDENDA) && namespace.equals(open.getLast().namespace)) {
            addenda = depth;
            return;
        }
        open.addLast(new Open(namespace, name, attributes(attributes)));
    }

    private void end() {
        depth--;
        if (addenda > 0) {
            if (depth < addenda) {
                addenda = 0;
            }
            return;
        }
        Nodo nodo = open.removeLast().finished();
        if (open.isEmpty()) {
            root = nodo;
        } else {
            open.getLast().contents.add(nodo);
        }
    }

    private void text() {
        count(1);
        if (addenda == 0 && !open.isEmpty()) {
            open.getLast().contents.add(new Texto(xml.getText()));
        }
    }

    private List<Atributo> attributes(int count) {
        List<Atributo> attributes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            attributes.add(new Atributo(
                    text(xml.getAttributeNamespace(i)), xml.getAttributeLocalName(i), xml.getAttributeValue(i)));
        }
        return attributes;
    }

    private void count(int more) {
        parts += more;
        if (parts > limits.parts()) {
            throw refused(Reason.TOO_MANY_PARTS, Integer.toString(limits.parts()));
        }
    }

    private UnreadableRetencionException refused(Reason reason, String detail) {
        return UnreadableRetencionException.at(
                reason, xml.getLocation().getLineNumber(), xml.getLocation().getColumnNumber(), detail, null);
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    /** A node whose end has not come yet. */
    private static final class Open {
        private final String namespace;
        private final String name;
        private final List<Atributo> attributes;
        private final List<Contenido> contents = new ArrayList<>();

        Open(String namespace, String name, List<Atributo> attributes) {
            this.namespace = namespace;
            this.name = name;
            this.attributes = attributes;
        }

        Nodo finished() {
            return new Nodo(namespace, name, attributes, contents);
        }
    }
}
