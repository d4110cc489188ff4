package org.valija.server.sheets;

import java.text.Normalizer;

/** Text of cells, on its way out and in. */
final class CellText {

    /** The most that a cell takes in the programs that people use. */
    static final int LONGEST = 32_767;

    /** What makes a program for sheets compute: also in the full width of Asian keyboards. */
    private static final String BEGINNINGS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private CellText() {}

    /** The text as it is written: no formula, no character that XML cannot have. */
    static String harmless(String text) {
        StringBuilder plain = new StringBuilder(Math.min(text.length(), LONGEST) + 1);
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int length = Character.charCount(point);
            // What is left out before it is no beginning.
            if (plain.isEmpty() && BEGINNINGS.indexOf(point) >= 0) {
                plain.append('\'');
            }
            if (plain.length() + length > LONGEST) {
                break;
            }
            if (isText(point)) {
                plain.appendCodePoint(point);
            }
            i += length;
        }
        return plain.toString();
    }

    /** The text as it was before it was made {@link #harmless}, without the blanks around it. */
    static String read(String written) {
        String text = Normalizer.normalize(written.replace('\u00A0', ' ').strip(), Normalizer.Form.NFC);
        boolean guarded = text.length() > 1 && text.charAt(0) == '\'' && BEGINNINGS.indexOf(text.charAt(1)) >= 0;
        return guarded ? text.substring(1).strip() : text;
    }

    /** XML 1.0 §2.2, without the control characters above ASCII and without halves of a pair. */
    private static boolean isText(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || point >= 0x20
                        && !Character.isISOControl(point)
                        && !isHalf(point)
                        && point != 0xFFFE
                        && point != 0xFFFF;
    }

    private static boolean isHalf(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
