package org.valija.server.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;
import org.valija.server.web.Say;

/** Answers refused requests with {@code application/problem+json}, in the caller's language. Thread-safe. */
@Component
class Problems {

    private static final String TYPE = "urn:valija:problem:";

    private final MessageSource messages;
    private final LocaleResolver locales;
    private final ApiJson json;

    Problems(MessageSource messages, LocaleResolver locales, ApiJson json) {
        this.messages = messages;
        this.locales = locales;
        this.json = json;
    }

    void write(ApiException refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Locale locale = locales.resolveLocale(request);
        byte[] body = json.write(body(refused, locale));
        response.resetBuffer();
        response.setStatus(refused.problem().status().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader(HttpHeaders.CONTENT_LANGUAGE, locale.getLanguage());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        refused.headers().forEach(response::setHeader);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private ProblemBody body(ApiException refused, Locale locale) {
        Problem problem = refused.problem();
        String key = "api.problem." + problem.code();
        Say say = refused.say()
                .orElseGet(() -> new Say(
                        text(key, refused.arguments(), locale),
                        "",
                        text(key + ".do", refused.arguments(), locale),
                        problem.code()));
        List<ProblemBody.Field> fields = refused.errors().all().stream()
                .map(error -> new ProblemBody.Field(error.field(), text(error.key(), error.values(), locale)))
                .toList();
        return new ProblemBody(
                TYPE + problem.code(),
                say.what(),
                problem.status().value(),
                (say.side() + " " + say.todo()).strip(),
                problem.code(),
                fields);
    }

    private String text(String key, Object[] arguments, Locale locale) {
        return messages.getMessage(key, arguments, locale);
    }
}
