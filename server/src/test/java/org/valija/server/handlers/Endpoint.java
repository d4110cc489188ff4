package org.valija.server.handlers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One way into the service.
 *
 * @param pattern as its mapping says, with its variables
 * @param form whether it reads a form with files
 * @param json whether it reads JSON
 * @param fields what it reads of a query or a form
 * @param handler who answers, for whoever reads of a failure
 */
record Endpoint(String method, String pattern, boolean form, boolean json, List<Field> fields, String handler) {

    /**
     * A field by its name, and what may plausibly stand in it.
     *
     * @param plausible empty for a file
     */
    record Field(String name, Optional<String> plausible) {}

    boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }

    boolean isApi() {
        return pattern.startsWith("/api/");
    }

    boolean hasVariables() {
        return pattern.contains("{");
    }

    /** Its name in the tables of what is public or shared. */
    String name() {
        return method + " " + plain();
    }

    /** The pattern without what its variables must look like. */
    String plain() {
        return filled(variable -> "{" + variable.substring(variable.lastIndexOf('{') + 1));
    }

    /**
     * The path with a value in the place of each variable.
     *
     * @param values of a variable, by the plain pattern up to and with it
     */
    String path(Function<String, String> values) {
        return filled(values);
    }

    private String filled(Function<String, String> values) {
        StringBuilder path = new StringBuilder();
        StringBuilder key = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char next = pattern.charAt(at);
            if (next != '{') {
                path.append(next);
                key.append(next);
                at++;
                continue;
            }
            int end = end(at);
            key.append('{')
                    .append(pattern.substring(at + 1, end).replaceFirst(":.*", ""))
                    .append('}');
            path.append(values.apply(key.toString()));
            at = end + 1;
        }
        return path.toString();
    }

    /** Where the variable that begins there ends; what it must look like may have braces too. */
    private int end(int begin) {
        int open = 0;
        for (int at = begin; at < pattern.length(); at++) {
            char next = pattern.charAt(at);
            open += next == '{' ? 1 : next == '}' ? -1 : 0;
            if (open == 0) {
                return at;
            }
        }
        throw new IllegalArgumentException(pattern);
    }

    /** Names of its variables, each by the plain pattern up to and with it. */
    List<String> variables() {
        List<String> variables = new ArrayList<>();
        filled(key -> {
            variables.add(key);
            return "x";
        });
        return variables;
    }

    @Override
    public String toString() {
        return name() + " → " + handler;
    }
}
