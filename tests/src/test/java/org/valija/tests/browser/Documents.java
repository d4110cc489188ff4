package org.valija.tests.browser;

import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.imageio.ImageIO;

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

    /** A list of a sheet with semicolons: one is as the example that the page gives, one differs, one has faults, one is new. */
    static FilePayload beneficiaries() {
        String text = """
                RFC;Nombre;Código postal;Correo;Contacto;Saldo
                AAGA850412QX3;Ana Álvarez García;38040;ana.alvarez@cliente.example;Ana Álvarez;1
                TNO010203AB9;Transportes del Norte, S.A. de C.V.;6600;tesoreria@transportes.example;;2
                LURL85041;Luis Ríos;380;luis@;Luis;3
                MOEV900101QX1;Eva Mora;;;;4
                """;
        return new FilePayload("beneficiarios.csv", "text/csv", text.getBytes(StandardCharsets.UTF_8));
    }

    /** A company's mark. */
    static FilePayload logo() {
        BufferedImage image = new BufferedImage(480, 140, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, image.getWidth(), image.getHeight());
        pen.setColor(new Color(0x0b5563));
        pen.fillOval(20, 20, 100, 100);
        pen.setColor(new Color(0xc98a14));
        pen.fillRoundRect(150, 42, 300, 24, 12, 12);
        pen.fillRoundRect(150, 80, 210, 18, 9, 9);
        pen.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FilePayload("logotipo.png", "image/png", png.toByteArray());
    }
}
