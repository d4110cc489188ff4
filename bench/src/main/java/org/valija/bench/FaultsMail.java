package org.valija.bench;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valija.mail.Envelope;
import org.valija.mail.MailAddress;
import org.valija.mail.MailContent;
import org.valija.outbox.Lane;
import org.valija.outbox.NewMail;

/**
 * The mails of the bench: each follows from its number alone, so that every process can hand it in, and whatever arrives can
 * be compared octet for octet.
 */
final class FaultsMail {

    static final int ACCOUNTS = 8;

    /** The server refuses to take mail for this person until the end. */
    static final String FULL_MAILBOX = "lleno@cliente.example";

    private static final int EACH_FOR_FULL_MAILBOX = 50;
    private static final int EACH_URGENT = 10;
    private static final int SMALLEST = 2_000;
    private static final int LARGEST = 10_000;
    private static final int LINE = 75;
    private static final Pattern MESSAGE_ID = Pattern.compile("\nMessage-ID: <faults-(\\d+)@valija\\.example>\r\n");

    private FaultsMail() {}

    static String account(int account) {
        return "cuenta" + account + "@bajio.example";
    }

    /** Whether the mail is one of those that are refused until the end. */
    static boolean isForFullMailbox(int number) {
        return number % EACH_FOR_FULL_MAILBOX == EACH_FOR_FULL_MAILBOX - 1;
    }

    static String messageId(int number) {
        return "<faults-" + number + "@valija.example>";
    }

    /** @param grants of the accounts, in their order */
    static NewMail mail(int number, List<Long> grants) {
        int account = number % ACCOUNTS;
        return new NewMail(
                        grants.get(account),
                        number % EACH_URGENT == 0 ? Lane.INTERACTIVE : Lane.BULK,
                        new Envelope(MailAddress.of(account(account)), List.of(MailAddress.of(recipient(number)))),
                        messageId(number),
                        "Constancia " + number,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .named("faults-" + number);
    }

    private static String recipient(int number) {
        return isForFullMailbox(number) ? FULL_MAILBOX : "cliente" + number + "@cliente.example";
    }

    static byte[] octets(int number) {
        StringBuilder text = new StringBuilder()
                .append("From: ")
                .append(account(number % ACCOUNTS))
                .append("\r\n")
                .append("To: ")
                .append(recipient(number))
                .append("\r\n")
                .append("Subject: Constancia ")
                .append(number)
                .append("\r\n")
                .append("Message-ID: ")
                .append(messageId(number))
                .append("\r\n")
                .append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n");
        Random random = new Random(number);
        int size = SMALLEST + random.nextInt(LARGEST - SMALLEST);
        while (text.length() < size) {
            for (int i = 0; i < LINE; i++) {
                text.append((char) (' ' + random.nextInt('~' - ' ' + 1)));
            }
            text.append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static MailContent content(int number) {
        byte[] octets = octets(number);
        return new MailContent() {
            @Override
            public long size() {
                return octets.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(octets);
            }

            @Override
            public boolean needsSmtpUtf8() {
                return false;
            }
        };
    }

    /** The number of a mail that arrived; empty when it is none of ours. */
    static OptionalInt number(byte[] octets) {
        Matcher matcher = MESSAGE_ID.matcher(new String(octets, StandardCharsets.US_ASCII));
        return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }
}
