package org.valija.server.retenciones;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLResolver;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.valija.server.retenciones.UnreadableRetencionException.Reason;

/**
 * Reads a retención from its XML. Document types, entities and anything outside the file are refused, and so is a file beyond
 * the limits, before it is in memory. Any file gives a {@link Retencion} or an {@link UnreadableRetencionException}. Immutable;
 * for any number of threads.
 */
public final class RetencionReader {

    /** What the parser's message begins with when a node has more attributes than it may. */
    private static final String ATTRIBUTE_LIMIT = "JAXP00010002";

    private final ReadingLimits limits;

    public RetencionReader() {
        this(ReadingLimits.USUAL);
    }

    public RetencionReader(ReadingLimits limits) {
        this.limits = limits;
    }

    public Retencion read(byte[] file) {
        return read(new ByteArrayInputStream(file));
    }

    /**
     * Reads to the end of the file, and does not close it.
     *
     * @throws UnreadableRetencionException when it is no retención
     * @throws UncheckedIOException when the file could not be read to its end
     */
    public Retencion read(InputStream file) {
        try (Reader text = XmlText.of(new BoundedInput(file, limits.bytes()))) {
            return RetencionMapping.of(parse(text));
        } catch (IOException e) {
            throw fromInput(e);
        }
    }

    private Nodo parse(Reader text) throws IOException {
        XMLStreamReader xml = null;
        try {
            xml = factory().createXMLStreamReader(text);
            return new NodoParser(xml, limits).parse();
        } catch (XMLStreamException e) {
            throw fromParser(e);
        } finally {
            close(xml);
        }
    }

    /** Those of the JDK keep the last reader they made: one for each file. */
    private XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty("jdk.xml.elementAttributeLimit", limits.attributes());
        factory.setXMLResolver(NOTHING_OUTSIDE);
        return factory;
    }

    private static final XMLResolver NOTHING_OUTSIDE = (publicId, systemId, baseUri, namespace) -> {
        throw UnreadableRetencionException.of(Reason.DOCUMENT_TYPE, "");
    };

    private RuntimeException fromParser(XMLStreamException e) throws IOException {
        if (e.getNestedException() instanceof IOException input) {
            return fromInput(input);
        }
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
        int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNumber();
        String message = e.getMessage() == null ? "" : e.getMessage();
        return message.contains(ATTRIBUTE_LIMIT)
                ? UnreadableRetencionException.at(
                        Reason.TOO_MANY_ATTRIBUTES, line, column, Integer.toString(limits.attributes()), e)
                : UnreadableRetencionException.at(Reason.NOT_XML, line, column, "", e);
    }

    private RuntimeException fromInput(IOException e) {
        return switch (e) {
            case BoundedInput.ExceededException exceeded ->
                UnreadableRetencionException.at(
                        Reason.TOO_LARGE, 0, 0, Integer.toString(limits.bytes() / (1024 * 1024)), exceeded);
            case CharacterCodingException broken ->
                UnreadableRetencionException.at(Reason.ENCODING_BROKEN, 0, 0, "", broken);
            default -> new UncheckedIOException("The file could not be read to its end", e);
        };
    }

    private static void close(@Nullable XMLStreamReader xml) throws IOException {
        if (xml != null) {
            try {
                xml.close();
            } catch (XMLStreamException e) {
                throw new IOException("The XML parser could not be closed", e);
            }
        }
    }
}
