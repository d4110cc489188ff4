package org.valija.outbox;

import java.time.Instant;
import java.util.Optional;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.mail.MailDiagnoses;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;

/**
 * What keeps all mail of an account from leaving.
 *
 * @param grantId of the account
 * @param kind whose turn it is
 * @param cause code of the cause
 * @param detail the words that the cause was concluded from
 * @param since when it was found
 * @param grantState the grant's state then, where the grant is what is wrong
 * @param connectedAt when the user had authenticated whose grant is wrong; a later authentication ends the hold
 * @param resumeAt when it is tried again by itself; empty when that must be brought about
 */
public record AccountHold(
        long grantId,
        HoldKind kind,
        String cause,
        String detail,
        Instant since,
        Optional<String> grantState,
        Optional<Instant> connectedAt,
        Optional<Instant> resumeAt) {

    /** Whether the user has authenticated again, or the grant has become usable otherwise. */
    boolean isMendedBy(Grant grant) {
        return grant.state() == GrantState.CONNECTED
                && (grant.connectedAt().isAfter(connectedAt.orElse(since))
                        || grantState
                                .filter(state -> !state.equals(GrantState.CONNECTED.name()))
                                .isPresent());
    }

    /** For a person. */
    public Optional<Diagnosis> diagnosis() {
        return Cause.ofCode(cause).map(known -> MailDiagnoses.restored(known, detail));
    }
}
