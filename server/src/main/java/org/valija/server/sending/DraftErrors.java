package org.valija.server.sending;

import java.util.ArrayList;
import java.util.List;

/** What must be mended before a mail can leave: field, message key and its arguments. */
record DraftErrors(List<FieldError> list) {

    /** One thing to mend, under its field. */
    record FieldError(String field, String key, List<Object> arguments) {}

    static DraftErrors none() {
        return new DraftErrors(new ArrayList<>());
    }

    void add(String field, String key, Object... arguments) {
        list.add(new FieldError(field, key, List.of(arguments)));
    }

    boolean isEmpty() {
        return list.isEmpty();
    }
}
