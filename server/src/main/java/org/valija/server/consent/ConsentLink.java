package org.valija.server.consent;

import java.time.Instant;
import java.util.Optional;

/**
 * A link as it is kept. What stands in its address is not among it.
 *
 * @param id by which it is asked for; it opens nothing
 * @param tokenId of the program's token, where a program asks
 * @param asker the program's name, or the code of the user who asks; empty for the installation itself
 * @param userCode whose account it becomes
 * @param email that must authenticate
 * @param mailTo where it was mailed to
 * @param outboxId of the mail that carries it
 * @param openedAt when its page was first opened
 * @param refusedAt when the person last refused
 * @param givenAt when the mailbox was authorised
 */
public record ConsentLink(
        String id,
        ConsentOrigin origin,
        Optional<Long> tokenId,
        String asker,
        String userCode,
        int providerId,
        String email,
        Optional<String> mailTo,
        Optional<Long> outboxId,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> openedAt,
        Optional<Instant> refusedAt,
        Optional<Instant> givenAt,
        Optional<Instant> cancelledAt) {

    /** The same, asked for anew until then; no mail carries it yet. */
    ConsentLink again(Instant until) {
        return new ConsentLink(
                id,
                origin,
                tokenId,
                asker,
                userCode,
                providerId,
                email,
                mailTo,
                Optional.empty(),
                createdAt,
                until,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with the mail that carries it. */
    ConsentLink mailed(String to, long mail) {
        return new ConsentLink(
                id,
                origin,
                tokenId,
                asker,
                userCode,
                providerId,
                email,
                Optional.of(to),
                Optional.of(mail),
                createdAt,
                expiresAt,
                openedAt,
                refusedAt,
                givenAt,
                cancelledAt);
    }
}
