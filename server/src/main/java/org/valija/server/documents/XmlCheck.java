package org.valija.server.documents;

import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a file is XML from its beginning to its end. Document types, and with them entities of their own, are refused. */
final class XmlCheck {

    private static final Logger LOG = LoggerFactory.getLogger(XmlCheck.class);

    private static final int DEEPEST = 100;

    private XmlCheck() {}

    /** @throws RefusedFileException when it is not */
    static void check(byte[] xml) {
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(xml));
            int depth = 0;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.DTD -> throw RefusedFileException.of("xml.doctype");
                    case XMLStreamConstants.START_ELEMENT -> depth++;
                    case XMLStreamConstants.END_ELEMENT -> depth--;
                    default -> {}
                }
                if (depth > DEEPEST) {
                    throw RefusedFileException.of("xml.deep", DEEPEST);
                }
            }
            reader.close();
        } catch (XMLStreamException e) {
            LOG.debug("not XML", e);
            throw e.getLocation() == null
                    ? RefusedFileException.of("xml.begin")
                    : RefusedFileException.of(
                            "xml",
                            Integer.toString(Math.max(1, e.getLocation().getLineNumber())),
                            Integer.toString(Math.max(1, e.getLocation().getColumnNumber())));
        } catch (RefusedFileException e) {
            throw e;
        } catch (RuntimeException e) {
            // The parser of the JDK meets some malformed files with exceptions of its own making: it lacks words for
            // them.
            LOG.debug("not XML", e);
            throw RefusedFileException.of("xml.begin");
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // Without one, the parser writes to the console what it then throws.
        factory.setXMLReporter((message, type, information, location) -> LOG.debug("{}: {}", type, message));
        return factory;
    }
}
