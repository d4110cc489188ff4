package org.valija.server.sending;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A mail as its author has written it so far: what was typed is kept as typed.
 *
 * @param id random, in the address of its page
 * @param userCode its author; nobody else sees it
 * @param content the fields of the dialog
 * @param document that it is of, where it is of one
 * @param state where it stands
 * @param version how often it was handed to the outbox
 * @param outboxId of the mail there, while it is the outbox's
 * @param result how the last attempt ended
 * @param attachments in order
 * @param updatedAt of the last change
 */
public record Draft(
        String id,
        String userCode,
        DraftContent content,
        Optional<DraftDocument> document,
        DraftState state,
        int version,
        Optional<Long> outboxId,
        Optional<DraftResult> result,
        List<DraftAttachment> attachments,
        Instant updatedAt) {

    public Draft {
        attachments = List.copyOf(attachments);
    }

    /** Name of the pill's colour. */
    public String tone() {
        return switch (state) {
            case SENT -> "ok";
            case DRAFT, SENDING, ACCEPTED -> "idle";
            case HELD, DEFERRED, UNKNOWN -> "warn";
            case REJECTED -> "bad";
        };
    }

    /** Octets of all attachments. */
    public long size() {
        return attachments.stream().mapToLong(DraftAttachment::size).sum();
    }
}
