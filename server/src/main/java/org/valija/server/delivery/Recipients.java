package org.valija.server.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.valija.mail.MailAddress;
import org.valija.server.catalogues.Beneficiary;

/**
 * Whom a document goes to.
 *
 * @param bcc whom no header names
 */
public record Recipients(List<MailAddress> to, List<MailAddress> cc, List<MailAddress> bcc) {

    static final Recipients NOBODY = new Recipients(List.of(), List.of(), List.of());

    public Recipients {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
    }

    /** Whom the catalogue names; nobody for one that it does not know. */
    static Recipients of(Optional<Beneficiary> beneficiary) {
        return beneficiary
                .map(known -> new Recipients(addresses(known, false), addresses(known, true), List.of()))
                .orElse(NOBODY);
    }

    private static List<MailAddress> addresses(Beneficiary beneficiary, boolean copy) {
        return beneficiary.contacts().stream()
                .filter(contact -> contact.copy() == copy)
                .map(contact -> new MailAddress(contact.address(), contact.name()))
                .toList();
    }

    /** Every address once, in small letters and in their order. */
    List<String> addresses() {
        return Stream.of(to, cc, bcc)
                .flatMap(List::stream)
                .map(Recipients::canonical)
                .distinct()
                .sorted()
                .toList();
    }

    /** Those who have not got the document. */
    Recipients without(List<Received> earlier) {
        Set<String> reached = reached(earlier);
        Predicate<MailAddress> left = address -> !reached.contains(canonical(address));
        return new Recipients(
                to.stream().filter(left).toList(),
                cc.stream().filter(left).toList(),
                bcc.stream().filter(left).toList());
    }

    /** What each of these got before and may have kept: the last time of each. */
    List<Received> known(List<Received> earlier) {
        List<String> own = addresses();
        List<Received> latest = new ArrayList<>();
        for (Received each : earlier) {
            if (each.reached() && own.contains(each.address())) {
                latest.removeIf(before -> before.address().equals(each.address()));
                latest.add(each);
            }
        }
        return latest;
    }

    private static Set<String> reached(List<Received> earlier) {
        return earlier.stream().filter(Received::reached).map(Received::address).collect(Collectors.toSet());
    }

    private static String canonical(MailAddress address) {
        return address.address().toLowerCase(Locale.ROOT);
    }

    /** As they stand in a header. */
    static String text(List<MailAddress> addresses) {
        return addresses.stream().map(MailAddress::toString).collect(Collectors.joining(", "));
    }
}
