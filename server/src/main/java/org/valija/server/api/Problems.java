package org.valija.server.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/** Answers refused requests with {@code application/problem+json}, in the caller's language. Thread-safe. */
@Component
class Problems {

    private final ProblemWords words;
    private final LocaleResolver locales;
    private final ApiJson json;

    Problems(ProblemWords words, LocaleResolver locales, ApiJson json) {
        this.words = words;
        this.locales = locales;
        this.json = json;
    }

    void write(ApiException refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Locale locale = locales.resolveLocale(request);
        byte[] body = json.write(words.body(refused, locale));
        response.resetBuffer();
        response.setStatus(refused.problem().status().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader(HttpHeaders.CONTENT_LANGUAGE, locale.getLanguage());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        refused.headers().forEach(response::setHeader);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
