package org.valija.server.printing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * The two fonts of our papers, read. Both know the same characters. Not thread-safe: whoever prints takes a pair from the {@link
 * PdfPress} and gives it back.
 */
final class Typefaces {

    /** Stands where the fonts have no drawing for a character. */
    private static final char UNKNOWN = '\u25a1';

    private final TrueTypeFont regular;
    private final TrueTypeFont semiBold;
    private final CmapLookup characters;

    private Typefaces(TrueTypeFont regular, TrueTypeFont semiBold) {
        this.regular = regular;
        this.semiBold = semiBold;
        try {
            this.characters = regular.getUnicodeCmapLookup();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Typefaces read() {
        return new Typefaces(read("ValijaSans-Regular.ttf"), read("ValijaSans-SemiBold.ttf"));
    }

    private static TrueTypeFont read(String name) {
        try {
            return new TTFParser().parse(new RandomAccessReadBuffer(Resources.read(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TrueTypeFont regular() {
        return regular;
    }

    TrueTypeFont semiBold() {
        return semiBold;
    }

    /** The text as it can be printed: what has no drawing becomes a box, controls become spaces. */
    String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (Character.isISOControl(character) || Character.isWhitespace(character)) {
                printable.append(' ');
            } else if (characters.getGlyphId(character) > 0) {
                printable.appendCodePoint(character);
            } else if (Character.getType(character) != Character.FORMAT) {
                printable.append(UNKNOWN);
            }
        });
        return printable.toString();
    }

    /**
     * Cuts a text without words (a seal) into lines.
     *
     * @param size of the letters, and {@code width} of the lines, in points
     */
    List<String> lines(String text, double size, double width) {
        double limit = width / size * 1000;
        List<String> lines = new ArrayList<>();
        String printable = printable(text);
        int begin = 0;
        double used = 0;
        try {
            for (int i = 0; i < printable.length(); i++) {
                double advance = regular.getAdvanceWidth(characters.getGlyphId(printable.charAt(i)))
                        * 1000.0
                        / regular.getUnitsPerEm();
                if (used + advance > limit) {
                    lines.add(printable.substring(begin, i));
                    begin = i;
                    used = 0;
                }
                used += advance;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.add(printable.substring(begin));
        return lines;
    }
}
