package org.valija.server.documents;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a file is a PDF, and the UUIDs that stand in it. Bounded in memory whatever the file says of itself. */
final class PdfCheck {

    private static final Logger LOG = LoggerFactory.getLogger(PdfCheck.class);

    /** ISO 32000: readers look for the header within so many octets. */
    private static final int HEADER_WITHIN = 1024;

    /** A folio fiscal stands on one of the first pages. */
    private static final int PAGES = 3;

    private static final int MOST_TEXT = 200_000;
    private static final Pattern UUIDS =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** What one takes is bounded, what many take together is not. */
    private static final Lock ONE_AT_A_TIME = new ReentrantLock();

    private PdfCheck() {}

    /**
     * Opens it.
     *
     * @return UUIDs of its first pages; none where a password is needed to read them, and of text that takes more to read than
     *     {@link PdfAllowance} gives only what stands before
     * @throws RefusedFileException when it is no PDF, or opening it would take too much
     */
    static Set<UUID> read(byte[] pdf) {
        String head = new String(pdf, 0, Math.min(HEADER_WITHIN, pdf.length), StandardCharsets.ISO_8859_1);
        if (!head.contains("%PDF-")) {
            throw RefusedFileException.of("pdf.header");
        }
        if (!PdfBounds.hold(pdf)) {
            throw RefusedFileException.of("pdf.bomb");
        }
        ONE_AT_A_TIME.lock();
        try {
            return opened(pdf, new PdfAllowance());
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static Set<UUID> opened(byte[] pdf, PdfAllowance allowance) {
        try (PDDocument document = new BoundedPdfParser(pdf, allowance).parse()) {
            if (document.getNumberOfPages() == 0) {
                throw notOpened(allowance, new IOException("It has no page"));
            }
            return uuids(document, allowance);
        } catch (InvalidPasswordException e) {
            LOG.debug("a PDF needs a password to be read", e);
            return Set.of();
        } catch (RefusedFileException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // The library meets broken files with exceptions of every kind.
            throw notOpened(allowance, e);
        } catch (OutOfMemoryError e) {
            LOG.warn("a PDF is larger in memory than it may be: {}", e.toString());
            throw RefusedFileException.of("pdf.bomb");
        }
    }

    private static RefusedFileException notOpened(PdfAllowance allowance, Throwable why) {
        LOG.info("a PDF cannot be opened: {}", why.toString());
        return RefusedFileException.of(allowance.isExceeded() ? "pdf.bomb" : "pdf.damaged");
    }

    /** Those in a text, in the order in which they stand; white space may stand within one, as where a line ends. */
    static Set<UUID> uuids(String text) {
        Matcher matcher = UUIDS.matcher(text.replaceAll("\\s+", "").toLowerCase(Locale.ROOT));
        Set<UUID> found = new LinkedHashSet<>();
        while (matcher.find()) {
            found.add(UUID.fromString(matcher.group()));
        }
        return found;
    }

    private static Set<UUID> uuids(PDDocument document, PdfAllowance allowance) {
        Words words = new Words();
        try {
            PDFTextStripper stripper = new BoundedStripper(allowance);
            stripper.setEndPage(PAGES);
            stripper.writeText(document, words);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Text that cannot be read, or goes on and on, is no reason to refuse a PDF that opens.
            LOG.debug("the text of a PDF ends early", e);
        }
        return uuids(words.text.toString());
    }

    /** Stops where the allowance ends: what is drawn within what is drawn may take for ever. */
    private static final class BoundedStripper extends PDFTextStripper {

        private final PdfAllowance allowance;

        BoundedStripper(PdfAllowance allowance) {
            this.allowance = allowance;
        }

        @Override
        protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
            allowance.step();
            super.processOperator(operator, operands);
        }

        @Override
        protected void processTextPosition(TextPosition letter) {
            allowance.letter();
            super.processTextPosition(letter);
        }
    }

    /** Takes so much text and no more. */
    private static final class Words extends Writer {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void write(char[] source, int offset, int length) throws IOException {
            if (text.length() > MOST_TEXT) {
                throw new IOException("enough");
            }
            text.append(source, offset, length);
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // It is memory.
        }
    }
}
