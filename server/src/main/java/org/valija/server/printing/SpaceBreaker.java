package org.valija.server.printing;

import com.openhtmltopdf.extend.FSTextBreaker;
import java.text.BreakIterator;

/** Lines break at spaces and nowhere else: S. de R.L. stays together, and so does an amount. A word wider than its cell is cut. */
final class SpaceBreaker implements FSTextBreaker {

    private String text = "";
    private int position;

    @Override
    public void setText(String newText) {
        text = newText;
        position = 0;
    }

    @Override
    public int next() {
        if (position >= text.length()) {
            return BreakIterator.DONE;
        }
        int space = text.indexOf(' ', position);
        position = space < 0 ? text.length() : space + 1;
        return position;
    }
}
