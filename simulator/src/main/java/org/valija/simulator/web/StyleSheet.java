package org.valija.simulator.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Serves the one style sheet of all pages. */
public final class StyleSheet implements WebHandler {

    private final byte[] css;

    private StyleSheet(byte[] css) {
        this.css = css;
    }

    /** Reads the style sheet from the class path. */
    public static StyleSheet load() {
        try (InputStream in = StyleSheet.class.getResourceAsStream("simulator.css")) {
            if (in == null) {
                throw new IllegalStateException("simulator.css is missing from the class path");
            }
            return new StyleSheet(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public WebResponse answer(WebRequest request) {
        return WebResponse.bytes(200, "text/css; charset=utf-8", css).with("Cache-Control", "max-age=60");
    }
}
