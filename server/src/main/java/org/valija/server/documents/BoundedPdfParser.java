package org.valija.server.documents;

import java.io.IOException;
import java.util.Objects;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadView;
import org.apache.pdfbox.pdfparser.PDFParser;
import org.jspecify.annotations.Nullable;

/** Reads a PDF within its allowance: every part of it unpacks itself, and no further than it may. */
final class BoundedPdfParser extends PDFParser {

    private final PdfAllowance allowance;
    private @Nullable RandomAccessReadView lastPart;

    BoundedPdfParser(byte[] pdf, PdfAllowance allowance) throws IOException {
        super(new RandomAccessReadBuffer(pdf));
        this.allowance = allowance;
    }

    @Override
    protected COSBase parseDirObject() throws IOException {
        allowance.thing();
        return super.parseDirObject();
    }

    /** Asked for each part that is read, just before it is made. */
    @Override
    public RandomAccessReadView createRandomAccessReadView(long start, long length) throws IOException {
        RandomAccessReadView part = super.createRandomAccessReadView(start, length);
        lastPart = part;
        return part;
    }

    @Override
    protected COSStream parseCOSStream(COSDictionary dictionary) throws IOException {
        COSStream read = super.parseCOSStream(dictionary);
        COSStream bounded = new BoundedPdfPart(Objects.requireNonNull(lastPart), allowance);
        read.forEach(bounded::setItem);
        bounded.setKey(read.getKey());
        return bounded;
    }
}
