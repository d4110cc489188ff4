package org.valija.simulator.inbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value with parameters, such as a {@code Content-Type}: quoted strings, continuations and percent-encoded charsets
 * (RFC 2045 §5.1, RFC 2231). {@code value} is in lower case.
 */
record ParameterizedValue(String value, Map<String, String> parameters) {

    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([^\\s=;\"]+)\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^;\\s]*)");
    private static final Pattern SECTION = Pattern.compile("([^*]+)(?:\\*(\\d{1,4}))?(\\*)?");

    static ParameterizedValue parse(String text) {
        int semicolon = text.indexOf(';');
        String value = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        Map<String, String> raw = new LinkedHashMap<>();
        Matcher matcher = PARAMETER.matcher(text);
        while (matcher.find()) {
            raw.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), unquote(matcher.group(2)));
        }
        return new ParameterizedValue(value.toLowerCase(Locale.ROOT), raw);
    }

    Optional<String> parameter(String name) {
        Optional<String> extended = extended(name.toLowerCase(Locale.ROOT));
        return extended.isPresent() ? extended : Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
    }

    /** {@code name*}, or {@code name*0}, {@code name*1*}… in order of their numbers. */
    private Optional<String> extended(String name) {
        Map<Integer, Section> sections = new TreeMap<>();
        parameters.forEach((key, text) -> {
            Matcher matcher = SECTION.matcher(key);
            if (key.indexOf('*') > 0 && matcher.matches() && matcher.group(1).equals(name)) {
                int number = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
                sections.put(number, new Section(text, matcher.group(3) != null));
            }
        });
        if (sections.isEmpty()) {
            return Optional.empty();
        }
        Charset charset = StandardCharsets.UTF_8;
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        boolean first = true;
        for (Section section : sections.values()) {
            String text = section.text();
            if (first && section.encoded() && text.indexOf('\'') >= 0) {
                charset = MimePart.charset(text.substring(0, text.indexOf('\'')));
                text = text.substring(text.indexOf('\'', text.indexOf('\'') + 1) + 1);
            }
            octets.writeBytes(section.encoded() ? percentDecoded(text) : text.getBytes(charset));
            first = false;
        }
        return Optional.of(octets.toString(charset));
    }

    private static byte[] percentDecoded(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        int i = 0;
        while (i < encoded.length) {
            boolean escape = encoded[i] == '%'
                    && i + 2 < encoded.length
                    && TransferEncodings.hex(encoded[i + 1]) >= 0
                    && TransferEncodings.hex(encoded[i + 2]) >= 0;
            decoded.write(
                    escape
                            ? TransferEncodings.hex(encoded[i + 1]) * 16 + TransferEncodings.hex(encoded[i + 2])
                            : encoded[i]);
            i += escape ? 3 : 1;
        }
        return decoded.toByteArray();
    }

    private static String unquote(String text) {
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            return text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
        }
        return text;
    }

    private record Section(String text, boolean encoded) {}
}
