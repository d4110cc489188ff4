package org.valija.server.consent;

import java.util.Optional;

/**
 * A request as its list shows it.
 *
 * @param asker as people call them
 * @param mail how the mail that carries it stands
 * @param fresh whether it was given, or ended without, since its asker last looked
 */
public record ConsentView(
        ConsentLink link,
        ConsentState state,
        String asker,
        String provider,
        Optional<MailStanding> mail,
        boolean fresh) {

    /** How far the mail is. */
    public enum MailStanding {
        ON_ITS_WAY,
        SENT,
        STOPPED
    }

    /** Whether it may be sent again: it is not given. */
    public boolean canBeAskedAgain() {
        return state != ConsentState.DONE;
    }
}
