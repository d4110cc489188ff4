package org.valija.simulator.smtp;

import java.util.Locale;
import java.util.Optional;

/** Checks the parameters of {@code MAIL} against what was announced (RFC 1870, RFC 4954 §5, RFC 6152, RFC 6531). */
final class MailParameters {

    private MailParameters() {}

    /** The reply that refuses this path, if it must be refused. */
    static Optional<String> refusal(MailPath path, SmtpSettings settings) {
        boolean internationalized = false;
        for (String parameter : path.parameters()) {
            Optional<String> refusal = refusal(parameter.toUpperCase(Locale.ROOT), settings);
            if (refusal.isPresent()) {
                return refusal;
            }
            internationalized |= parameter.equalsIgnoreCase("SMTPUTF8");
        }
        return path.isAscii() || internationalized
                ? Optional.empty()
                : Optional.of("553 5.6.7 SMTPUTF8 is required for this address");
    }

    private static Optional<String> refusal(String parameter, SmtpSettings settings) {
        if (parameter.matches("SIZE=\\d{1,18}") && settings.announces(SmtpExtension.SIZE)) {
            long size = Long.parseLong(parameter.substring("SIZE=".length()));
            return size > settings.sizeLimit ? Optional.of(SmtpReplies.TOO_LARGE) : Optional.empty();
        }
        boolean known = switch (parameter) {
            case "BODY=7BIT", "BODY=8BITMIME" -> settings.announces(SmtpExtension.EIGHT_BIT_MIME);
            case "SMTPUTF8" -> settings.announces(SmtpExtension.SMTPUTF8);
            default ->
                parameter.startsWith("AUTH=")
                        && !SaslExchange.mechanisms(settings).isEmpty();
        };
        return known ? Optional.empty() : Optional.of("555 5.5.4 Unknown parameter");
    }
}
