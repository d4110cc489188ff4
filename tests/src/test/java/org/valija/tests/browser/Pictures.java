package org.valija.tests.browser;

import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Takes the documentation's pictures and puts them where it looks for them. */
final class Pictures {

    private static final Path FOLDER = Path.of("..", "docs", "images");

    private Pictures() {}

    /** What the window shows. */
    static void take(Page page, String name) {
        write(page.screenshot(), name);
    }

    /** The page in its whole length. */
    static void takeWhole(Page page, String name) {
        write(page.screenshot(new Page.ScreenshotOptions().setFullPage(true)), name);
    }

    /** Chromium writes its pictures in haste: the same points without transparency and packed well are a fifth less. */
    private static void write(byte[] screenshot, String name) {
        Path file = FOLDER.resolve(name + ".png");
        try {
            Files.createDirectories(FOLDER);
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            BufferedImage taken = ImageIO.read(new ByteArrayInputStream(screenshot));
            BufferedImage opaque = new BufferedImage(taken.getWidth(), taken.getHeight(), BufferedImage.TYPE_INT_RGB);
            opaque.setRGB(
                    0,
                    0,
                    taken.getWidth(),
                    taken.getHeight(),
                    taken.getRGB(0, 0, taken.getWidth(), taken.getHeight(), null, 0, taken.getWidth()),
                    0,
                    taken.getWidth());
            ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
            ImageWriteParam packing = writer.getDefaultWriteParam();
            packing.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            packing.setCompressionQuality(0);
            writer.setOutput(out);
            writer.write(null, new IIOImage(opaque, null, null), packing);
            writer.dispose();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
