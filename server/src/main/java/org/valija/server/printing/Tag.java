package org.valija.server.printing;

import java.util.List;
import java.util.Locale;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * An element of a page that is being put together. What people wrote comes in by {@link #text} and becomes a text node: no
 * character of it can be markup.
 */
final class Tag {

    private static final int MOST_TEXT = 10_000;

    private final Element element;
    private final Typefaces typefaces;

    private Tag(Element element, Typefaces typefaces) {
        this.element = element;
        this.typefaces = typefaces;
    }

    /** The root of a new page, with what it says of itself. */
    static Tag page(Document document, Imprint imprint, String style, Typefaces typefaces) {
        Element html = document.createElement("html");
        document.appendChild(html);
        html.setAttribute("lang", imprint.language());
        Tag page = new Tag(html, typefaces);
        Tag head = page.add("head");
        head.add("title").text(imprint.title());
        head.meta("title", imprint.title());
        head.meta("author", imprint.author());
        head.meta("subject", imprint.subject());
        head.add("style").element.appendChild(document.createTextNode(style));
        return page;
    }

    private void meta(String name, String content) {
        Tag meta = add("meta");
        meta.element.setAttribute("name", name);
        meta.element.setAttribute("content", typefaces.printable(cut(content, MOST_TEXT)));
    }

    Tag add(String name) {
        Element child = element.getOwnerDocument().createElement(name);
        element.appendChild(child);
        return new Tag(child, typefaces);
    }

    Tag add(String name, String styleClass) {
        Tag child = add(name);
        child.element.setAttribute("class", styleClass);
        return child;
    }

    /** Measures alone, from our own code. */
    Tag style(String format, Object... measures) {
        element.setAttribute("style", String.format(Locale.ROOT, format, measures));
        return this;
    }

    /** Over so many columns. */
    Tag span(int columns) {
        element.setAttribute("colspan", Integer.toString(columns));
        return this;
    }

    /** What leads to a page of SAT when touched. */
    Tag link(String address) {
        Tag link = add("a");
        link.element.setAttribute("href", address);
        return link;
    }

    /** The company's logo. */
    Tag logo() {
        Tag image = add("img");
        image.element.setAttribute("src", PdfPress.LOGO);
        image.element.setAttribute("alt", Papers.word("logo"));
        return image;
    }

    /** The QR of a text, for who sees it the text itself stands in the paper too. */
    Tag qr(String text) {
        Tag code = add("object");
        code.element.setAttribute("alt", Papers.word("qr"));
        code.element.appendChild(element.getOwnerDocument().createTextNode(text));
        return code;
    }

    /** A text of more than ten thousand characters is no text of a paper, and cut there. */
    Tag text(String text) {
        element.appendChild(element.getOwnerDocument().createTextNode(typefaces.printable(cut(text, MOST_TEXT))));
        return this;
    }

    /** A text without words, cut into lines that fit; sizes in points. */
    Tag lines(String text, double size, double width) {
        List<String> lines = typefaces.lines(cut(text, MOST_TEXT), size, width);
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                add("br");
            }
            text(lines.get(i));
        }
        return this;
    }

    /** No more of a text than so many characters, with a sign that there was more. */
    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    /** A row of a table of names and values. */
    void pair(String name, String value) {
        Tag row = add("tr");
        row.add("th").text(name);
        row.add("td").text(value);
    }
}
