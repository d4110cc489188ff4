package org.valija.server.delivery;

import java.util.EnumMap;
import java.util.Map;

/** What the fields are for one document; one without a value is empty text. */
record FieldValues(Map<MailField, String> values) {

    FieldValues {
        values = Map.copyOf(values);
    }

    String of(MailField field) {
        return values.getOrDefault(field, "");
    }

    /** Each value on one line and without control characters, so that it fits a subject. */
    static FieldValues ofLines(Map<MailField, String> values) {
        Map<MailField, String> plain = new EnumMap<>(MailField.class);
        values.forEach((field, value) ->
                plain.put(field, value.replaceAll("\\p{Cc}+", " ").strip()));
        return new FieldValues(plain);
    }
}
