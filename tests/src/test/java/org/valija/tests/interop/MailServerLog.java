package org.valija.tests.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What Dovecot, who checks tokens for Postfix too, wrote since a moment: the mechanism of each AUTH. */
final class MailServerLog {

    private static final Pattern AUTH = Pattern.compile("client in: AUTH\\s+\\d+\\s+(\\S+)");

    private final Path file = Settings.maildirs().resolveSibling("dovecot").resolve("log");
    private final int begin;

    private MailServerLog() {
        this.begin = read().length();
    }

    static MailServerLog fromNow() {
        return new MailServerLog();
    }

    List<String> mechanismsUsed() {
        return AUTH.matcher(read().substring(begin))
                .results()
                .map(MatchResult::group)
                .map(line -> line.substring(Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t')) + 1))
                .toList();
    }

    private String read() {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
