package org.valija.simulator.smtp;

import java.util.ArrayList;
import java.util.List;

/** The lines of the reply to {@code EHLO}. */
final class Announcement {

    private Announcement() {}

    static List<String> lines(SmtpSettings settings, boolean encrypted) {
        List<String> lines = new ArrayList<>();
        lines.add("smtp.simulator.test at your service");
        addIf(lines, settings.announces(SmtpExtension.SIZE), "SIZE " + settings.sizeLimit);
        addIf(lines, settings.announces(SmtpExtension.EIGHT_BIT_MIME), "8BITMIME");
        addIf(lines, !encrypted && settings.announces(SmtpExtension.STARTTLS), "STARTTLS");
        List<String> mechanisms = SaslExchange.mechanisms(settings);
        addIf(lines, encrypted && !mechanisms.isEmpty(), "AUTH " + String.join(" ", mechanisms));
        addIf(lines, settings.announces(SmtpExtension.ENHANCEDSTATUSCODES), "ENHANCEDSTATUSCODES");
        addIf(lines, settings.announces(SmtpExtension.PIPELINING), "PIPELINING");
        addIf(lines, settings.announces(SmtpExtension.CHUNKING), "CHUNKING");
        addIf(lines, settings.announces(SmtpExtension.SMTPUTF8), "SMTPUTF8");
        return lines;
    }

    private static void addIf(List<String> lines, boolean wanted, String line) {
        if (wanted) {
            lines.add(line);
        }
    }
}
