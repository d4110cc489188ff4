package org.valija.server.sheets;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.valija.server.sheets.UnreadableSheetException.Reason;

/**
 * Goes through the XML of a workbook's part: UTF-8, as all programs write it, no document type, nothing from outside, not deeper
 * than such parts are. Not thread-safe.
 */
final class PartReader implements AutoCloseable {

    private static final int DEEPEST = 32;

    private final InputStream in;
    private final XMLStreamReader xml;
    private int depth;

    PartReader(InputStream in) {
        this.in = in;
        try {
            this.xml = factory().createXMLStreamReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (XMLStreamException e) {
            throw new UnreadableSheetException(Reason.DAMAGED, e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    /** Goes on to the next piece; false at the end. */
    boolean next() {
        try {
            if (!xml.hasNext()) {
                return false;
            }
            switch (xml.next()) {
                case XMLStreamConstants.DTD -> throw new UnreadableSheetException(Reason.DOCUMENT_TYPE);
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    if (depth > DEEPEST) {
                        throw new UnreadableSheetException(Reason.DAMAGED);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
            return true;
        } catch (XMLStreamException e) {
            throw new UnreadableSheetException(Reason.DAMAGED, e);
        }
    }

    /** Whether an element of this name begins here, whatever its namespace. */
    boolean starts(String name) {
        return xml.isStartElement() && xml.getLocalName().equals(name);
    }

    boolean ends(String name) {
        return xml.isEndElement() && xml.getLocalName().equals(name);
    }

    /** An attribute of the element that begins here, by its name in whatever namespace. */
    Optional<String> attribute(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return Optional.of(xml.getAttributeValue(i));
            }
        }
        return Optional.empty();
    }

    /** The text here, if it is one. */
    void addTextTo(StringBuilder text) {
        if (xml.isCharacters() || xml.getEventType() == XMLStreamConstants.CDATA) {
            if (text.length() + xml.getTextLength() > CellText.LONGEST) {
                throw new UnreadableSheetException(Reason.CELL_TOO_LONG, CellText.LONGEST);
            }
            text.append(xml.getText());
        }
    }

    @Override
    public void close() {
        try {
            xml.close();
            in.close();
        } catch (XMLStreamException | IOException e) {
            throw new UnreadableSheetException(Reason.DAMAGED, e);
        }
    }
}
