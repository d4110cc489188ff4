package org.valija.tests.browser;

import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Files of the size and with the octets that accounting documents have. */
final class Documents {

    private static final int PDF_SIZE = 184_321;
    private static final int CONCEPTS = 90;

    private Documents() {}

    /** Not a page that a viewer opens, but every octet value in every place. */
    static FilePayload pdf() {
        byte[] octets = new byte[PDF_SIZE];
        new Random(2025).nextBytes(octets);
        byte[] header = "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(header, 0, octets, 0, header.length);
        return new FilePayload("retención 2025.pdf", "application/pdf", octets);
    }

    /** Accents, long lines, lines that begin with a point, and ends of line of both kinds. */
    static FilePayload xml() {
        StringBuilder text = new StringBuilder("\uFEFF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<retenciones>\n");
        for (int i = 0; i < CONCEPTS; i++) {
            text.append(".<concepto número=\"")
                    .append(i)
                    .append("\" descripción=\"Árrendamiento de señalización ")
                    .append("x".repeat(i))
                    .append("\"/>\n");
        }
        return new FilePayload(
                "retencion-2025.xml",
                "application/xml",
                text.append("</retenciones>").toString().getBytes(StandardCharsets.UTF_8));
    }
}
