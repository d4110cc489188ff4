package org.valija.tests.interop;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.valija.mail.OutgoingMail;

/** What Dovecot stored for an address. */
final class Maildir {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path newMail;

    private Maildir(Path newMail) {
        this.newMail = newMail;
    }

    static Maildir of(String address) {
        return new Maildir(Settings.maildirs().resolve(address).resolve("Maildir/new"));
    }

    /** Waits for one mail, found by its Message-ID. */
    MimeMessage await(OutgoingMail mail) {
        return Awaitility.await("mail " + mail.messageId() + " in " + newMail)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> find(mail), Optional::isPresent)
                .orElseThrow();
    }

    /** Whether it has arrived by now. */
    boolean holds(OutgoingMail mail) throws IOException, MessagingException {
        return find(mail).isPresent();
    }

    private Optional<MimeMessage> find(OutgoingMail mail) throws IOException, MessagingException {
        List<MimeMessage> found = new ArrayList<>();
        for (Path file : files()) {
            try (InputStream in = Files.newInputStream(file)) {
                MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), in);
                if (mail.messageId().equals(message.getMessageID())) {
                    found.add(message);
                }
            }
        }
        if (found.size() > 1) {
            throw new AssertionError(mail.messageId() + " arrived " + found.size() + " times");
        }
        return found.stream().findFirst();
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(newMail)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of(); // nobody has written to the address yet
        }
    }
}
