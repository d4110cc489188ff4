package org.valija.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One mail address, with the name shown beside it.
 *
 * <p>What stands here is safe to put into a header or an SMTP command: no line breaks or control characters, lengths
 * within RFC 5321 §4.5.3.1, a domain in ASCII form where the local part is ASCII (RFC 6531 otherwise).
 *
 * @param address local part and domain
 * @param name as shown; empty for none
 */
public record MailAddress(String address, String name) {

    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_ADDRESS = 254;

    /** So that a name in quotes, each character escaped, fits a line (RFC 5322 §2.1.1). */
    private static final int LONGEST_NAME = 400;

    /** @throws InvalidAddressException saying what is wrong */
    public MailAddress {
        address = checked(address);
        if (hasControl(name)) {
            throw new InvalidAddressException(name, InvalidAddressException.Reason.CONTROL_CHARACTER);
        }
        if (name.length() > LONGEST_NAME) {
            throw new InvalidAddressException(name, InvalidAddressException.Reason.TOO_LONG);
        }
    }

    /**
     * An address without a name.
     *
     * @throws InvalidAddressException saying what is wrong
     */
    public static MailAddress of(String address) {
        return new MailAddress(address, "");
    }

    /**
     * Addresses as a person types them: separated by comma, semicolon or line break, each with or without a name
     * ({@code Ana Álvarez <ana@empresa.mx>}). Empty text gives none.
     *
     * @throws InvalidAddressException naming the first that is wrong
     */
    public static List<MailAddress> parseList(String typed) {
        List<MailAddress> addresses = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        boolean escaped = false;
        for (char c : typed.toCharArray()) {
            quoted ^= c == '"' && !escaped;
            escaped = quoted && c == '\\' && !escaped;
            boolean separator = !quoted && (c == ',' || c == ';' || c == '\n');
            if (separator) {
                add(addresses, part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        add(addresses, part.toString());
        return addresses;
    }

    /** Whether a server must offer SMTPUTF8 to take it (RFC 6531). */
    public boolean needsSmtpUtf8() {
        return !isAscii(address);
    }

    /** The part after the last {@code @}. */
    public String domain() {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    InternetAddress toInternetAddress() {
        try {
            InternetAddress internet = new InternetAddress();
            internet.setAddress(address);
            if (!name.isEmpty()) {
                // As in a subject, what looks encoded must be encoded to be read as it stands here.
                internet.setPersonal(name.contains("=?") ? LongHeaders.subject(name) : name, "UTF-8");
            }
            return internet;
        } catch (java.io.UnsupportedEncodingException e) {
            throw new IllegalStateException("every Java platform has UTF-8", e);
        }
    }

    private static void add(List<MailAddress> addresses, String part) {
        String text = part.strip();
        if (text.isEmpty()) {
            return;
        }
        int open = text.lastIndexOf('<');
        if (open >= 0 && text.endsWith(">")) {
            addresses.add(new MailAddress(
                    text.substring(open + 1, text.length() - 1),
                    unquoted(text.substring(0, open).strip())));
        } else {
            addresses.add(of(text));
        }
    }

    /** A quoted name without its quotes and the backslashes inside (RFC 5322 §3.2.4). */
    private static String unquoted(String name) {
        return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1")
                : name;
    }

    private static String checked(String typed) {
        if (hasControl(typed)) {
            throw new InvalidAddressException(typed, InvalidAddressException.Reason.CONTROL_CHARACTER);
        }
        String text = typed.strip();
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1 || text.matches("(?s).*[ <>].*")) {
            throw new InvalidAddressException(typed, InvalidAddressException.Reason.MALFORMED);
        }
        String local = text.substring(0, at);
        String domain = text.substring(at + 1);
        if (isAscii(local)) {
            domain = ascii(domain, typed);
        }
        String address = local + "@" + domain;
        if (octets(local) > LONGEST_LOCAL_PART || octets(address) > LONGEST_ADDRESS) {
            throw new InvalidAddressException(typed, InvalidAddressException.Reason.TOO_LONG);
        }
        // The library knows ASCII alone; letters beyond it are as good as any (RFC 6531 §3.3).
        validate(local.replaceAll("[^\\p{ASCII}]", "x") + "@" + ascii(domain, typed), typed);
        if (!domain.contains(".") && !domain.toLowerCase(Locale.ROOT).equals("localhost")) {
            throw new InvalidAddressException(typed, InvalidAddressException.Reason.MALFORMED);
        }
        return address;
    }

    private static void validate(String ascii, String typed) {
        try {
            InternetAddress read = new InternetAddress(ascii, true);
            read.validate();
            // It passes over what stands before the address, as in ";ana@empresa.mx".
            if (ascii.equals(read.getAddress())) {
                return;
            }
        } catch (AddressException e) {
            throw new InvalidAddressException(typed, InvalidAddressException.Reason.MALFORMED);
        }
        throw new InvalidAddressException(typed, InvalidAddressException.Reason.MALFORMED);
    }

    private static String ascii(String domain, String typed) {
        try {
            return isAscii(domain) ? domain : IDN.toASCII(domain);
        } catch (IllegalArgumentException e) {
            throw new InvalidAddressException(typed, InvalidAddressException.Reason.MALFORMED);
        }
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /** As it is written in a header, for reading. */
    @Override
    public String toString() {
        return name.isEmpty() ? address : name + " <" + address + ">";
    }
}
