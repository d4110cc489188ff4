package org.valija.server.catalogues;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.valija.server.secrets.Sha256;

/**
 * A company's picture. It was decoded and is written anew: what else a file may carry beside its points is not kept.
 *
 * @param png never more than {@link #LARGEST} points wide or high
 * @param hash of the PNG
 */
@SuppressWarnings("ArrayRecordComponent")
record Logo(byte[] png, String hash) {

    /** Octets that a file may have. */
    static final int MOST_OCTETS = 1024 * 1024;

    /** Points that it may be wide or high. */
    static final int LARGEST = 1600;

    private static final Set<String> FORMATS = Set.of("png", "jpeg");

    /** What became of a file. */
    sealed interface Reading {

        /** It is a picture. */
        record Read(Logo logo) implements Reading {}

        /** It has more octets or points than a logo may. */
        record TooLarge() implements Reading {}

        /** It is no PNG or JPEG, or a damaged one. */
        record NoPicture() implements Reading {}
    }

    /** Reads a file's octets; its size is looked at before anything is decoded. */
    static Reading read(byte[] file) {
        if (file.length > MOST_OCTETS) {
            return new Reading.TooLarge();
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                    reader.setInput(in, true, true);
                    return decoded(reader);
                }
            }
            return new Reading.NoPicture();
        } catch (IOException | RuntimeException e) {
            // The decoders throw what they stumble over.
            return new Reading.NoPicture();
        }
    }

    private static Reading decoded(ImageReader reader) throws IOException {
        try {
            if (reader.getWidth(0) > LARGEST || reader.getHeight(0) > LARGEST) {
                return new Reading.TooLarge();
            }
            return png(reader.read(0)).<Reading>map(Reading.Read::new).orElseGet(Reading.NoPicture::new);
        } finally {
            reader.dispose();
        }
    }

    private static Optional<Logo> png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", out)) {
            return Optional.empty();
        }
        byte[] png = out.toByteArray();
        return Optional.of(
                new Logo(png, HexFormat.of().formatHex(Sha256.digest().digest(png))));
    }
}
