package org.valija.server.mailroom;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.valija.server.mailroom.MailroomException.Problem;

/**
 * A mail as it is handed in.
 *
 * @param user whose account sends it
 * @param from the address of that account; empty where the user has one alone
 * @param to as a person types them: each may name several, separated by commas
 * @param cc as {@code to}
 * @param bcc as {@code to}
 * @param replyTo where answers go, when not to {@code from}
 * @param subject of one line
 * @param text the body
 * @param attachments files, sent under their own names
 * @param key the same key is accepted once, however often it is handed in
 */
public record MailOrder(
        String user,
        Optional<String> from,
        List<String> to,
        List<String> cc,
        List<String> bcc,
        Optional<String> replyTo,
        String subject,
        String text,
        List<Path> attachments,
        String key) {

    /** @throws MailroomException when a file cannot be read */
    public MailOrder {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        attachments = List.copyOf(attachments);
        attachments.stream().filter(file -> !isFile(file)).findFirst().ifPresent(file -> {
            throw new MailroomException(Problem.NO_FILE, file.toString());
        });
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file) && Files.isReadable(file);
    }
}
