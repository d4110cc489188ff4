package org.valija.server.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A mail that a program hands in, as it says it.
 *
 * @param user whose account sends it; may be empty where the token acts for one user
 * @param from the address that sends it; empty where the user has one account
 * @param to each as a person types it, with or without a name
 * @param replyTo empty for {@code from}
 * @param notBefore when it may leave at the earliest
 * @param batch the name of what it is handed in with
 */
record MessageRequest(
        String user,
        String from,
        List<String> to,
        List<String> cc,
        List<String> bcc,
        String replyTo,
        String subject,
        String text,
        Optional<Instant> notBefore,
        Optional<String> batch,
        LaneWord lane,
        List<AttachmentRequest> attachments) {

    MessageRequest {
        user = text(user);
        from = text(from);
        to = list(to);
        cc = list(cc);
        bcc = list(bcc);
        replyTo = text(replyTo);
        subject = text(subject);
        text = text(text);
        lane = Optional.ofNullable(lane).orElse(LaneWord.INTERACTIVE);
        attachments = list(attachments);
    }

    /**
     * A file: its content, or where it lies.
     *
     * @param name as the recipient sees it; empty for the name in {@code path}
     * @param contentType empty for what the name's ending says
     * @param content in base64
     * @param path as the caller's machine names it
     */
    record AttachmentRequest(String name, String contentType, Optional<Spooled> content, Optional<String> path) {
        AttachmentRequest {
            name = MessageRequest.text(name);
            contentType = MessageRequest.text(contentType);
        }
    }

    /** The same with further files, as parts of a form bring them. */
    MessageRequest and(List<AttachmentRequest> further) {
        List<AttachmentRequest> all = new ArrayList<>(attachments);
        all.addAll(further);
        return new MessageRequest(user, from, to, cc, bcc, replyTo, subject, text, notBefore, batch, lane, all);
    }

    /** What a document leaves out is there as nothing. */
    private static String text(String given) {
        return Optional.ofNullable(given).orElse("");
    }

    private static <T> List<T> list(List<T> given) {
        return Optional.ofNullable(given).map(List::copyOf).orElse(List.of());
    }
}
