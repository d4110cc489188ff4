package org.valija.server.api;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;
import org.valija.server.api.MessageRequest.AttachmentRequest;

/**
 * Hands in mail for who works on the installation itself: as a program does, by the same rules and under the same idempotency
 * keys, but without HTTP and with every permission. Thread-safe.
 */
@Service
public class DirectIntake {

    private final Intake intake;
    private final ProblemWords words;

    DirectIntake(Intake intake, ProblemWords words) {
        this.intake = intake;
        this.words = words;
    }

    /**
     * A mail to hand in.
     *
     * @param user whose account sends it
     * @param from the address that sends it; empty where the user has one account
     * @param to each as a person types it
     * @param replyTo empty for {@code from}
     * @param files sent under their own names
     */
    public record Letter(
            String user,
            String from,
            List<String> to,
            List<String> cc,
            List<String> bcc,
            String replyTo,
            String subject,
            String text,
            List<Path> files) {

        public Letter {
            to = List.copyOf(to);
            cc = List.copyOf(cc);
            bcc = List.copyOf(bcc);
            files = List.copyOf(files);
        }
    }

    /**
     * Accepts a mail: it is durable when this returns.
     *
     * @return its id in the outbox; that of the first time, where it was handed in before
     * @throws RefusedException when something of it is wrong, or its key was used for another mail
     * @throws java.io.UncheckedIOException when a file cannot be read
     */
    public long accept(Letter letter, String idempotencyKey) {
        SecurityContext before = SecurityContextHolder.getContext();
        SecurityContext own = SecurityContextHolder.createEmptyContext();
        own.setAuthentication(new Caller(everything()));
        SecurityContextHolder.setContext(own);
        try (Spools spools = new Spools()) {
            Optional<String> key = ApiMessageController.checked(idempotencyKey);
            return intake.accept(request(letter, spools), key, spools);
        } catch (ApiException e) {
            throw new RefusedException(words.body(e, Locale.getDefault()));
        } finally {
            SecurityContextHolder.setContext(before);
        }
    }

    private static MessageRequest request(Letter letter, Spools spools) {
        return new MessageRequest(
                letter.user(),
                letter.from(),
                letter.to(),
                letter.cc(),
                letter.bcc(),
                letter.replyTo(),
                letter.subject(),
                letter.text(),
                Optional.empty(),
                Optional.empty(),
                LaneWord.INTERACTIVE,
                letter.files().stream().map(file -> attachment(file, spools)).toList());
    }

    private static AttachmentRequest attachment(Path file, Spools spools) {
        return new AttachmentRequest(
                String.valueOf(file.getFileName()),
                "",
                Optional.of(spools.keep(out -> Files.copy(file, out))),
                Optional.empty());
    }

    private static ApiToken everything() {
        return new ApiToken(
                0,
                "",
                "valija",
                EnumSet.allOf(Scope.class),
                Optional.empty(),
                "valija",
                Instant.EPOCH,
                Instant.MAX,
                Optional.empty(),
                Optional.empty());
    }
}
