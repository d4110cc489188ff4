package org.valija.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.SimpleLocaleContext;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.valija.sql.DatabaseException;

/**
 * Language: the one of who entered, else what was chosen at the foot of the page, else the browser's where it is English, else
 * Spanish of Mexico.
 */
final class ReadersLanguage extends CookieLocaleResolver {

    private static final Locale SPANISH = Locale.of("es", "MX");

    private final Supplier<Optional<Locale>> own;

    /** @param own the language of who entered; asked only where somebody has */
    ReadersLanguage(Supplier<Optional<Locale>> own) {
        super("VALIJA_IDIOMA");
        this.own = own;
        setCookieHttpOnly(true);
        setCookieSameSite("Lax");
        setRejectInvalidCookies(false);
        setDefaultLocaleFunction(request -> request.getHeader("Accept-Language") != null
                        && request.getLocale().getLanguage().equals("en")
                ? Locale.ENGLISH
                : SPANISH);
    }

    @Override
    public LocaleContext resolveLocaleContext(HttpServletRequest request) {
        Optional<Locale> chosen = own(request);
        return chosen.isPresent() ? new SimpleLocaleContext(chosen.get()) : super.resolveLocaleContext(request);
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return own(request).orElseGet(() -> super.resolveLocale(request));
    }

    /** Also without its database the console says in some language what is wrong. */
    private Optional<Locale> own(HttpServletRequest request) {
        try {
            return request.getRemoteUser() == null ? Optional.empty() : own.get();
        } catch (DatabaseException e) {
            return Optional.empty();
        }
    }
}
