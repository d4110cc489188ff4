package org.valija.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Why a request was refused (RFC 9457).
 *
 * @param type names the kind of problem, for ever
 * @param title what happened
 * @param status of the answer
 * @param detail whose side it is on, and what to do
 * @param code the kind of problem, shorter
 * @param errors fields that must be mended
 */
record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Field> errors) {

    ProblemBody {
        errors = List.copyOf(errors);
    }

    /**
     * One field.
     *
     * @param field its place, as in {@code attachments[0].name}
     * @param detail what is wrong with it
     */
    record Field(String field, String detail) {}
}
