package org.valija.server.api;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;
import org.valija.server.api.MessageRequest.AttachmentRequest;
import org.valija.server.scratch.ScratchFolder;

/**
 * Hands in mail for who works on the installation itself: as a program does, by the same rules and under the same idempotency
 * keys, but without HTTP and with every permission. Thread-safe.
 */
@Service
public class DirectIntake {

    private static final Logger LOG = LoggerFactory.getLogger(DirectIntake.class);

    private final Intake intake;
    private final ProblemWords words;
    private final ScratchFolder scratch;

    DirectIntake(Intake intake, ProblemWords words, ScratchFolder scratch) {
        this.intake = intake;
        this.words = words;
        this.scratch = scratch;
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
     * @throws RefusedException when something of it is wrong, its key was used for another mail, or this machine's disk
     *     does not take its files
     * @throws java.io.UncheckedIOException when a file of the letter cannot be read
     */
    public long accept(Letter letter, String idempotencyKey) {
        SecurityContext before = SecurityContextHolder.getContext();
        SecurityContext own = SecurityContextHolder.createEmptyContext();
        own.setAuthentication(new Caller(everything()));
        SecurityContextHolder.setContext(own);
        try (Spools spools = new Spools(scratch)) {
            Optional<String> key = ApiMessageController.checked(idempotencyKey);
            return accept(request(letter, spools), key, spools);
        } catch (ApiException e) {
            throw new RefusedException(words.body(e, Locale.getDefault()));
        } finally {
            SecurityContextHolder.setContext(before);
        }
    }

    /** The letter's files were read by now: what cannot be read or written from here on is this machine's own. */
    private long accept(MessageRequest request, Optional<String> key, Spools spools) {
        try {
            return intake.accept(request, key, spools);
        } catch (UncheckedIOException e) {
            LOG.error("temporary files cannot be used", e);
            throw ApiException.withoutDisk();
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
