package org.valija.diagnosis;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * What is wrong, for a person: the cause, what it is about, and the evidence for whoever helps by telephone. Never holds
 * a secret. Immutable and thread-safe.
 *
 * @param cause what it is
 * @param address the mailbox it is about; may be empty
 * @param provider the provider's name, as a person knows it; may be empty
 * @param particular what differs from case to case: the missing scope, the other address, the host; may be empty
 * @param evidence the code and words of whoever said so; may be empty
 */
public record Diagnosis(Cause cause, String address, String provider, String particular, String evidence) {

    private static final String BUNDLE = "org.valija.diagnosis.diagnosis";

    /** One without particulars. */
    public static Diagnosis of(Cause cause) {
        return new Diagnosis(cause, "", "", "", "");
    }

    /** The same about a mailbox; one that is known already stays. */
    public Diagnosis about(String mailbox) {
        return address.isEmpty() ? new Diagnosis(cause, mailbox, provider, particular, evidence) : this;
    }

    /** The same at a provider; one that is known already stays. */
    public Diagnosis at(String providerName) {
        return provider.isEmpty() ? new Diagnosis(cause, address, providerName, particular, evidence) : this;
    }

    /** The same with its particular. */
    public Diagnosis naming(String what) {
        return new Diagnosis(cause, address, provider, what, evidence);
    }

    /** The same with the words it was concluded from. */
    public Diagnosis because(String words) {
        return new Diagnosis(cause, address, provider, particular, words);
    }

    /** Who can mend it. */
    public Turn turn() {
        return cause.turn();
    }

    /**
     * The three parts of the text.
     *
     * @param what what happened
     * @param side whose side it is on, and what was not lost
     * @param todo what to do now
     */
    public record Text(String what, String side, String todo) {}

    /** The text in English where that is asked for, else in Spanish. */
    public Text text(Locale language) {
        // Spanish is the root: asked for by its own name it would give way to the machine's language.
        ResourceBundle words =
                ResourceBundle.getBundle(BUNDLE, language.getLanguage().equals("en") ? Locale.ENGLISH : Locale.ROOT);
        Object[] arguments = {
            address.isEmpty() ? words.getString("some.address") : address,
            provider.isEmpty() ? words.getString("some.provider") : provider,
            particular.isEmpty() ? "…" : particular
        };
        String key = cause.code();
        return new Text(
                fill(words, key, arguments),
                fill(words, key + ".side", arguments),
                fill(words, key + ".do", arguments));
    }

    private static String fill(ResourceBundle words, String key, Object[] arguments) {
        String text = new MessageFormat(words.getString(key), words.getLocale()).format(arguments);
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** Code and evidence, in no language. */
    @Override
    public String toString() {
        return evidence.isEmpty() ? cause.code() : cause.code() + " (" + evidence + ")";
    }
}
