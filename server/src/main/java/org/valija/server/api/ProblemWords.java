package org.valija.server.api;

import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.valija.server.web.Say;

/** What is said of a refused request. Thread-safe. */
@Component
class ProblemWords {

    /** Who has mended these is told of the others. */
    private static final int MOST_FIELDS = 100;

    private static final String TYPE = "urn:valija:problem:";

    private final MessageSource messages;

    ProblemWords(MessageSource messages) {
        this.messages = messages;
    }

    ProblemBody body(ApiException refused, Locale locale) {
        Problem problem = refused.problem();
        String key = "api.problem." + problem.code();
        Say say = refused.say()
                .orElseGet(() -> new Say(
                        text(key, refused.arguments(), locale),
                        "",
                        text(key + ".do", refused.arguments(), locale),
                        problem.code()));
        List<ProblemBody.Field> fields = refused.errors().all().stream()
                .limit(MOST_FIELDS)
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
