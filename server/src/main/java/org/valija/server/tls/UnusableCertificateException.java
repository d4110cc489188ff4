package org.valija.server.tls;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A certificate with which the console cannot speak TLS; the message says what is wrong, whose side it is on and what to do. */
public final class UnusableCertificateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final String detail;

    UnusableCertificateException(String key, @Nullable Object detail) {
        this(key, detail, null);
    }

    UnusableCertificateException(String key, @Nullable Object detail, @Nullable Throwable cause) {
        super(said(key, String.valueOf(detail), Locale.getDefault()), cause);
        this.key = key;
        this.detail = String.valueOf(detail);
    }

    /** The same in a reader's language. */
    String said(Locale locale) {
        return said(key, detail, locale);
    }

    private static String said(String key, String detail, Locale locale) {
        ResourceBundle words = ResourceBundle.getBundle("tls", locale);
        return MessageFormat.format(words.getString("tls.trouble." + key), detail) + " "
                + words.getString("tls.trouble." + key + ".do");
    }
}
