package org.valija.server.web;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must be mended in a form, field by field. Not thread-safe. */
public final class FieldErrors implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<FieldError> list = new ArrayList<>();

    /**
     * One thing to mend.
     *
     * @param field the element's id
     * @param key of the words in the bundles
     * @param arguments of the words
     */
    public record FieldError(String field, String key, ArrayList<Serializable> arguments) implements Serializable {
        private static final long serialVersionUID = 1L;

        /** As the templates hand them to the message source. */
        public Object[] values() {
            return arguments.toArray();
        }
    }

    private FieldErrors() {}

    public static FieldErrors none() {
        return new FieldErrors();
    }

    public void add(String field, String key, Serializable... arguments) {
        list.add(new FieldError(field, key, new ArrayList<>(List.of(arguments))));
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    public List<FieldError> all() {
        return list;
    }

    /** The first error of a field, for the template. */
    public @Nullable FieldError of(String field) {
        Optional<FieldError> found =
                list.stream().filter(error -> error.field().equals(field)).findFirst();
        return found.orElse(null);
    }
}
