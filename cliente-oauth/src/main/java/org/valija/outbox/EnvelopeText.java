package org.valija.outbox;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.valija.mail.Envelope;
import org.valija.mail.MailAddress;
import org.valija.mail.StatusNotification;
import org.valija.mail.StatusNotification.Event;

/** An envelope as it stands in the database: addresses without names, one a line. */
final class EnvelopeText {

    private EnvelopeText() {}

    static String recipients(Envelope envelope) {
        return envelope.recipients().stream().map(MailAddress::address).collect(Collectors.joining("\n"));
    }

    /** Events, {@code HDRS} or {@code FULL}, and the id, separated by semicolons; the id comes last and may hold one. */
    static Optional<String> notification(Envelope envelope) {
        return envelope.notification()
                .map(wanted ->
                        wanted.events().stream().sorted().map(Event::name).collect(Collectors.joining(","))
                                + ";" + (wanted.headersOnly() ? "HDRS" : "FULL")
                                + wanted.envelopeId().map(id -> ";" + id).orElse(""));
    }

    static Envelope parse(String sender, String recipients, Optional<String> notification) {
        List<MailAddress> all = recipients.lines().map(MailAddress::of).toList();
        return new Envelope(MailAddress.of(sender), all, notification.map(EnvelopeText::notification));
    }

    private static StatusNotification notification(String text) {
        String[] parts = text.split(";", 3);
        Set<Event> events = Stream.of(parts[0].split(","))
                .filter(word -> !word.isEmpty())
                .map(Event::valueOf)
                .collect(Collectors.toSet());
        return new StatusNotification(
                events, parts[1].equals("HDRS"), parts.length > 2 ? Optional.of(parts[2]) : Optional.empty());
    }
}
