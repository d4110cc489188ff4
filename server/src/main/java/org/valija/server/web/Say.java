package org.valija.server.web;

import java.io.Serializable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.valija.diagnosis.Diagnosis;

/**
 * What is said to a person when something went wrong, in the three parts of every error of the console.
 *
 * @param what what happened
 * @param side whose side it is on
 * @param todo what to do now
 * @param code for whoever helps by telephone; shown last and small, may be empty
 */
public record Say(String what, String side, String todo, String code) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** A diagnosis in the reader's language. */
    public static Say of(Diagnosis diagnosis) {
        Diagnosis.Text text = diagnosis.text(LocaleContextHolder.getLocale());
        return new Say(text.what(), text.side(), text.todo(), diagnosis.evidence());
    }
}
