package org.valija.simulator.smtp;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The argument of {@code MAIL} or {@code RCPT}: a path in angle brackets and parameters (RFC 5321 §4.1.1).
 *
 * @param address without brackets; empty for {@code <>}
 */
record MailPath(String address, List<String> parameters) {

    private static final Pattern PATH = Pattern.compile("<((?:[^<>\"\\s]|\"(?:[^\"\\\\]|\\\\.)*\")*)>((?: .*)?)");
    private static final Pattern MAILBOX = Pattern.compile("(?:[^@\"]+|\"(?:[^\"\\\\]|\\\\.)*\")@[^@\"]+");

    /** Reads {@code FROM:<…>} or {@code TO:<…>}; nothing where the syntax is wrong. */
    static Optional<MailPath> parse(String keyword, String argument) {
        if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
            return Optional.empty();
        }
        Matcher matcher = PATH.matcher(argument.substring(keyword.length()));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> parameters = Stream.of(matcher.group(2).split(" ", -1))
                .filter(parameter -> !parameter.isEmpty())
                .toList();
        return Optional.of(new MailPath(matcher.group(1), parameters));
    }

    /** A mailbox, or the empty reverse path of a notification. */
    boolean isSender() {
        return address.isEmpty() || isMailbox();
    }

    boolean isMailbox() {
        return MAILBOX.matcher(address).matches();
    }

    boolean isAscii() {
        return address.chars().allMatch(c -> c < 128);
    }
}
