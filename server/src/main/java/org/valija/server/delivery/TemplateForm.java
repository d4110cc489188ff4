package org.valija.server.delivery;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valija.server.web.FieldErrors;

/**
 * What the page <em>Plantillas de correo</em> posts.
 *
 * @param seen when the text was written that the page showed; empty for ours
 */
record TemplateForm(String subject, String body, String signature, String seen) {

    private static final int LONGEST_SUBJECT = 250;
    private static final int LONGEST_TEXT = 20_000;

    TemplateForm {
        subject = text(subject).strip();
        body = text(body);
        signature = text(signature);
        seen = text(seen);
    }

    /** What is no instant is that of no text. */
    Optional<Instant> seenAt() {
        try {
            return seen.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(seen));
        } catch (DateTimeException e) {
            return Optional.of(Instant.EPOCH);
        }
    }

    MailText text() {
        return new MailText(subject, lines(body), lines(signature).stripTrailing());
    }

    FieldErrors check() {
        FieldErrors errors = FieldErrors.none();
        if (subject.isEmpty()) {
            errors.add("subject", "error.templates.subject");
        } else if (subject.chars().anyMatch(Character::isISOControl)) {
            errors.add("subject", "error.templates.line");
        }
        part(errors, "subject", subject, LONGEST_SUBJECT);
        part(errors, "body", body, LONGEST_TEXT);
        part(errors, "signature", signature, LONGEST_TEXT);
        return errors;
    }

    private static void part(FieldErrors errors, String field, String text, int longest) {
        if (text.length() > longest) {
            errors.add(field, "error.templates.long", longest);
        }
        List<String> unknown = new MailText(text, "", "").unknownFields();
        if (!unknown.isEmpty()) {
            errors.add(field, "error.templates.fields", String.join(", ", unknown));
        }
    }

    private static String lines(String text) {
        return text.replace("\r\n", "\n");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
