package org.valija.server.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.valija.diagnosis.Diagnosis;

/**
 * The result of one check.
 *
 * @param note key of what is said beside it, in bundle {@code doctor}
 * @param arguments of the note
 * @param diagnosis what is wrong; present exactly for problems
 */
public record Finding(Check check, Status status, String note, List<Object> arguments, Optional<Diagnosis> diagnosis) {

    /** How a check ended. */
    public enum Status {
        OK,
        PROBLEM,
        /** Not asked for, does not apply, or needs something that is wrong already. */
        NOT_CHECKED;

        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Finding {
        arguments = List.copyOf(arguments);
    }

    static Finding ok(Check check, String note, Object... arguments) {
        return new Finding(check, Status.OK, note, List.of(arguments), Optional.empty());
    }

    static Finding notChecked(Check check, String note, Object... arguments) {
        return new Finding(check, Status.NOT_CHECKED, note, List.of(arguments), Optional.empty());
    }

    static Finding problem(Check check, Diagnosis diagnosis) {
        return new Finding(check, Status.PROBLEM, "", List.of(), Optional.of(diagnosis));
    }

    public boolean isProblem() {
        return status == Status.PROBLEM;
    }
}
