package org.valija.server.printing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.valija.server.printing.UnusableLogoException.Reason;

/**
 * A company's logo, made ready for paper: whatever was uploaded is decoded and drawn anew on white, small enough to print sharp and
 * no larger, so nothing of the file itself reaches a document.
 */
public final class Logo {

    /** What an upload may weigh. */
    public static final int MOST_BYTES = 2 * 1024 * 1024;

    /** What an upload may measure, width times height. */
    public static final int MOST_PIXELS = 16_000_000;

    /** At the size of a letterhead that is 300 dots an inch and more. */
    private static final int WIDEST = 640;

    private static final int HIGHEST = 240;

    private final byte[] png;
    private final int width;
    private final int height;

    private Logo(byte[] png, int width, int height) {
        this.png = png;
        this.width = width;
        this.height = height;
    }

    /**
     * Reads a PNG or JPEG. Its measures are looked at before a pixel is decoded.
     *
     * @throws UnusableLogoException with the reason; nothing was kept
     */
    public static Logo of(byte[] upload) throws UnusableLogoException {
        if (upload.length > MOST_BYTES) {
            throw new UnusableLogoException(Reason.TOO_HEAVY);
        }
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(upload))) {
            ImageReader reader = reader(format(upload));
            try {
                reader.setInput(in, true, true);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
                    throw new UnusableLogoException(Reason.TOO_LARGE);
                }
                return drawn(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Readers of images meet broken files with exceptions of every kind.
            throw new UnusableLogoException(Reason.DAMAGED);
        }
    }

    private static String format(byte[] upload) throws UnusableLogoException {
        if (upload.length > 8
                && (upload[0] & 0xff) == 0x89
                && upload[1] == 'P'
                && upload[2] == 'N'
                && upload[3] == 'G') {
            return "png";
        }
        if (upload.length > 3
                && (upload[0] & 0xff) == 0xff
                && (upload[1] & 0xff) == 0xd8
                && (upload[2] & 0xff) == 0xff) {
            return "jpeg";
        }
        throw new UnusableLogoException(Reason.NOT_AN_IMAGE);
    }

    private static ImageReader reader(String format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new IllegalStateException("this Java cannot read " + format);
        }
        return readers.next();
    }

    private static Logo drawn(BufferedImage image) {
        double scale = Math.min(1, Math.min((double) WIDEST / image.getWidth(), (double) HIGHEST / image.getHeight()));
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        BufferedImage halved = halved(image, width, height);
        BufferedImage canvas = canvas(width, height, halved);
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(canvas, "png", out);
            return new Logo(out.toByteArray(), width, height);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Step by step, because one great step leaves points out. */
    private static BufferedImage halved(BufferedImage image, int width, int height) {
        BufferedImage smaller = image;
        while (smaller.getWidth() >= 2 * width && smaller.getHeight() >= 2 * height && smaller.getWidth() > 1) {
            smaller = canvas(smaller.getWidth() / 2, smaller.getHeight() / 2, smaller);
        }
        return smaller;
    }

    private static BufferedImage canvas(int width, int height, BufferedImage image) {
        BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = canvas.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return canvas;
    }

    /** As it is printed: what to store instead of the upload. */
    public byte[] png() {
        return png.clone();
    }

    byte[] printed() {
        return png;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }
}
