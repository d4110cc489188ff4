package org.valija.tests.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.valija.simulator.Simulator;
import org.valija.simulator.inbox.MimePart;
import org.valija.simulator.inbox.ReceivedMessage;

/** A PDF with every octet value in it, on its way. */
record Paper(String name, byte[] octets) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static Paper named(String name) {
        byte[] octets = new byte[90_001];
        new Random(name.hashCode()).nextBytes(octets);
        System.arraycopy("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII), 0, octets, 0, 9);
        return new Paper(name, octets);
    }

    Path in(Path folder) {
        try {
            return Files.write(folder.resolve(name), octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That the last of so many mails brought it byte for byte. */
    void arrivedAt(Simulator simulator, int mails) {
        List<ReceivedMessage> inbox = simulator.inbox().await(mails, PATIENCE);
        assertThat(inbox).hasSize(mails);
        MimePart attachment = inbox.get(mails - 1).parts().stream()
                .filter(MimePart::isAttachment)
                .findFirst()
                .orElseThrow();
        assertThat(attachment.fileName()).hasValue(name);
        assertThat(attachment.content()).isEqualTo(octets);
    }
}
