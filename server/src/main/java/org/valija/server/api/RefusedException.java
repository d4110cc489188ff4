package org.valija.server.api;

import java.util.List;
import java.util.stream.Stream;

/** A request was refused; nothing was changed. Holds no secret. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    @SuppressWarnings("serial") // an immutable list of strings is serializable
    private final List<String> words;

    RefusedException(ProblemBody problem) {
        super(problem.code());
        this.status = problem.status();
        this.code = problem.code();
        this.words = Stream.concat(
                        Stream.of(problem.title(), problem.detail()),
                        problem.errors().stream().map(field -> field.field() + ": " + field.detail()))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** As HTTP has it. */
    public int status() {
        return status;
    }

    /** The kind of problem. */
    public String code() {
        return code;
    }

    /** What happened, what to do, and the fields that are wrong: a line each. */
    public List<String> words() {
        return words;
    }
}
