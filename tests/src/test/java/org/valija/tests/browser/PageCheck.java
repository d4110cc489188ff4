package org.valija.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What can be measured of a page's accessibility: see {@code page-check.js}. */
final class PageCheck {

    private static final String SCRIPT = script();

    private PageCheck() {}

    /** Fails with everything that is wrong on the page, each with the element. */
    static void check(Page page) {
        assertThat((List<?>) page.evaluate(SCRIPT)).as(page.url()).isEmpty();
    }

    /** Nothing sticks out at the right, so that nobody has to scroll sideways to read. */
    static void assertNoSidewaysScroll(Page page) {
        assertThat((List<?>) page.evaluate("""
                        () => {
                          const wide = document.documentElement.clientWidth;
                          if (document.documentElement.scrollWidth <= wide) return [];
                          return [...document.body.querySelectorAll('*')]
                            .filter(e => e.getBoundingClientRect().right > wide + 1)
                            .map(e => e.tagName + '#' + e.id + '.' + e.className + ' '
                              + Math.round(e.getBoundingClientRect().right) + ' > ' + wide);
                        }""")).as(page.url()).isEmpty();
    }

    /** The element that has the focus shows an outline. */
    static void assertFocusSeen(Page page) {
        assertThat(page.evaluate("""
                        () => {
                          const style = getComputedStyle(document.activeElement);
                          return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                        }""")).as("focus seen at " + focused(page)).isEqualTo(true);
    }

    /** The element that has the focus, in words for a failure. */
    static String focused(Page page) {
        return String.valueOf(page.evaluate("() => document.activeElement.outerHTML.slice(0, 120)"));
    }

    private static String script() {
        try (InputStream in = PageCheck.class.getResourceAsStream("page-check.js")) {
            if (in == null) {
                throw new IllegalStateException("no page-check.js");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
