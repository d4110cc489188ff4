package org.valija.server.documents;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.filter.FilterFactory;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadView;
import org.jspecify.annotations.Nullable;

/**
 * A part of a PDF that unpacks itself within the allowance, after it was deciphered where the file is. Pictures are not unpacked
 * at all: no text is in them, and how large they become is theirs to say.
 */
final class BoundedPdfPart extends COSStream {

    private static final Set<COSName> FILTERS = Set.of(
            COSName.FLATE_DECODE,
            COSName.FLATE_DECODE_ABBREVIATION,
            COSName.LZW_DECODE,
            COSName.LZW_DECODE_ABBREVIATION,
            COSName.ASCII85_DECODE,
            COSName.ASCII85_DECODE_ABBREVIATION,
            COSName.ASCII_HEX_DECODE,
            COSName.ASCII_HEX_DECODE_ABBREVIATION,
            COSName.RUN_LENGTH_DECODE,
            COSName.RUN_LENGTH_DECODE_ABBREVIATION);

    /** A line that a predictor keeps in memory. */
    private static final long MOST_BITS_OF_A_LINE = 8L * PdfAllowance.PART;

    private final PdfAllowance allowance;

    BoundedPdfPart(RandomAccessReadView packed, PdfAllowance allowance) throws IOException {
        super(null, packed);
        this.allowance = allowance;
    }

    @Override
    public COSInputStream createInputStream(DecodeOptions options) throws IOException {
        COSStream plain = new COSStream();
        try (OutputStream out = plain.createRawOutputStream()) {
            out.write(unpacked());
        }
        return plain.createInputStream(options);
    }

    @Override
    public RandomAccessRead createView() throws IOException {
        return new RandomAccessReadBuffer(unpacked());
    }

    private byte[] unpacked() throws IOException {
        byte[] octets;
        try (InputStream packed = createRawInputStream()) {
            octets = packed.readNBytes(PdfAllowance.PART + 1);
        }
        allowance.part(octets.length);
        if (octets.length > PdfAllowance.PART) {
            throw tooLarge();
        }
        List<COSName> filters = filters();
        for (int i = 0; i < filters.size(); i++) {
            octets = unpacked(octets, filters.get(i), i);
        }
        return octets;
    }

    private byte[] unpacked(byte[] packed, COSName filter, int place) throws IOException {
        Bounded out = new Bounded();
        FilterFactory.INSTANCE.getFilter(filter).decode(new ByteArrayInputStream(packed), out, this, place);
        allowance.part(out.octets.size());
        return out.octets.toByteArray();
    }

    /** As the library takes them: each once. */
    private List<COSName> filters() throws IOException {
        Set<COSName> names = new LinkedHashSet<>();
        COSBase filters = getFilters();
        if (filters instanceof COSName name) {
            names.add(name);
        } else if (filters instanceof COSArray array) {
            for (COSBase each : array) {
                if (!(each instanceof COSName name)) {
                    throw new IOException("A filter without a name");
                }
                names.add(name);
            }
        }
        if (!FILTERS.containsAll(names)) {
            throw new IOException("Not unpacked: " + names);
        }
        COSBase parameters = getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
        if (parameters instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                checkLine(array.getObject(i));
            }
        } else {
            checkLine(parameters);
        }
        return List.copyOf(names);
    }

    private static void checkLine(@Nullable COSBase parameters) throws IOException {
        if (parameters instanceof COSDictionary dictionary) {
            long columns = dictionary.getInt(COSName.COLUMNS, 1);
            long colors = dictionary.getInt(COSName.COLORS, 1);
            long bits = dictionary.getInt(COSName.BITS_PER_COMPONENT, 8);
            if (columns < 1
                    || colors < 1
                    || colors > 32
                    || bits < 1
                    || bits > 32
                    || columns * colors * bits > MOST_BITS_OF_A_LINE) {
                throw new IOException("Lines of " + columns + " columns");
            }
        }
    }

    private IOException tooLarge() {
        allowance.partTooLarge();
        return new IOException("A part of more than " + PdfAllowance.PART + " octets");
    }

    /** Takes what comes out of a filter up to the most. */
    private final class Bounded extends OutputStream {

        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (octets.size() + length > PdfAllowance.PART) {
                allowance.part(octets.size());
                throw tooLarge();
            }
            octets.write(source, offset, length);
        }
    }
}
