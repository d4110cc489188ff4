package org.valija.server.consent;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valija.oauth.Provider;

/**
 * The fields of the page that asks for an authorisation.
 *
 * @param user whose account it becomes
 * @param email that is to authenticate
 * @param mailTo where the link is mailed to; where nothing was typed, the mailbox itself
 * @param how whether the link is mailed or shown
 */
record ConsentForm(String user, @Nullable Integer provider, String email, String mailTo, How how) {

    /** How the link gets to its person. */
    enum How {
        MAIL,
        COPY
    }

    ConsentForm {
        user = Optional.ofNullable(user).orElse("").strip().toUpperCase(Locale.ROOT);
        email = Optional.ofNullable(email).orElse("").strip().toLowerCase(Locale.ROOT);
        mailTo = Optional.ofNullable(mailTo)
                .map(String::strip)
                .filter(typed -> !typed.isEmpty())
                .orElse(email);
        how = Optional.ofNullable(how).orElse(How.MAIL);
    }

    /** Gmail where none is named. */
    public int providerId() {
        return provider == null ? Provider.GMAIL : provider;
    }
}
