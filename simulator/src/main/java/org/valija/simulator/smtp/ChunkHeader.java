package org.valija.simulator.smtp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The argument of {@code BDAT} (RFC 3030 §2). */
record ChunkHeader(long octets, boolean last) {

    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,15})( +LAST)?", Pattern.CASE_INSENSITIVE);

    static Optional<ChunkHeader> parse(String argument) {
        Matcher matcher = SYNTAX.matcher(argument);
        return matcher.matches()
                ? Optional.of(new ChunkHeader(Long.parseLong(matcher.group(1)), matcher.group(2) != null))
                : Optional.empty();
    }
}
