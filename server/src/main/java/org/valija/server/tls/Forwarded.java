package org.valija.server.tls;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a trusted proxy tells of a request.
 *
 * @param client the address of the nearest that is no trusted proxy
 * @param scheme how it asked
 * @param host what it called this server, perhaps with a port
 */
record Forwarded(Optional<String> client, Optional<String> scheme, Optional<String> host) {

    /** So much of the end of a header is read. */
    private static final int LONGEST = 4_000;

    private static final Pattern PAIR =
            Pattern.compile("([A-Za-z]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;,\"]*))");

    private static final Pattern HOST = Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]{1,253})(?::[0-9]{1,5})?");

    /**
     * Reads {@code X-Forwarded-For} from the right, through all proxies that are trusted. Of the others the last value counts,
     * which the nearest proxy wrote.
     */
    static Forwarded ofX(Function<String, List<String>> headers, Predicate<String> trusted) {
        List<String> hops = values(headers.apply("X-Forwarded-For"));
        return new Forwarded(
                client(hops.stream().map(Forwarded::address).toList(), trusted),
                last(headers.apply("X-Forwarded-Proto")).flatMap(Forwarded::scheme),
                last(headers.apply("X-Forwarded-Host"))
                        .filter(host -> HOST.matcher(host).matches())
                        .map(host -> withPort(host, last(headers.apply("X-Forwarded-Port")))));
    }

    /** The same of RFC 7239: what the outermost trusted proxy says of its client. */
    static Forwarded ofStandard(Function<String, List<String>> headers, Predicate<String> trusted) {
        List<Map<String, String>> hops = values(headers.apply("Forwarded")).stream()
                .map(Forwarded::pairs)
                .toList();
        List<Optional<String>> addresses = hops.stream()
                .map(hop -> Optional.ofNullable(hop.get("for")).flatMap(Forwarded::address))
                .toList();
        int chosen = chosen(addresses, trusted);
        if (chosen < 0) {
            return new Forwarded(Optional.empty(), Optional.empty(), Optional.empty());
        }
        Map<String, String> hop = hops.get(chosen);
        return new Forwarded(
                addresses.get(chosen),
                Optional.ofNullable(hop.get("proto")).flatMap(Forwarded::scheme),
                Optional.ofNullable(hop.get("host"))
                        .filter(host -> HOST.matcher(host).matches()));
    }

    private static Optional<String> client(List<Optional<String>> hops, Predicate<String> trusted) {
        int chosen = chosen(hops, trusted);
        return chosen < 0 ? Optional.empty() : hops.get(chosen);
    }

    /**
     * From the right, the first that is not trusted, or the last that is; what is no address ends the way: nothing beyond it is
     * known.
     */
    private static int chosen(List<Optional<String>> hops, Predicate<String> trusted) {
        int chosen = -1;
        for (int at = hops.size() - 1; at >= 0; at--) {
            if (hops.get(at).isEmpty()) {
                return chosen;
            }
            chosen = at;
            if (!trusted.test(hops.get(at).get())) {
                return chosen;
            }
        }
        return chosen;
    }

    private static List<String> values(List<String> headers) {
        List<String> values = new ArrayList<>();
        for (String header : headers) {
            // What trusted proxies wrote is at its end; a client may have brought any length before it.
            boolean cut = header.length() > LONGEST;
            String end = cut ? header.substring(header.length() - LONGEST) : header;
            List<String> parts = List.of(end.split(",", -1));
            parts.subList(cut ? 1 : 0, parts.size()).forEach(value -> values.add(value.strip()));
        }
        return values;
    }

    private static Optional<String> last(List<String> headers) {
        List<String> values = values(headers);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    private static Map<String, String> pairs(String hop) {
        Map<String, String> pairs = new HashMap<>();
        Matcher matcher = PAIR.matcher(hop);
        while (matcher.find()) {
            String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            pairs.put(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
        return pairs;
    }

    /** Without port and brackets, in one spelling; empty for a name, {@code unknown} and what else there is. */
    private static Optional<String> address(String written) {
        String literal = written.startsWith("[") ? written.replaceFirst("^\\[([^]]*)].*$", "$1") : written;
        if (!written.startsWith("[") && literal.indexOf(':') == literal.lastIndexOf(':')) {
            literal = literal.replaceFirst(":.*", "");
        }
        try {
            return Optional.of(InetAddress.ofLiteral(literal).getHostAddress());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> scheme(String written) {
        String scheme = written.toLowerCase(Locale.ROOT);
        return scheme.equals("https") || scheme.equals("http") ? Optional.of(scheme) : Optional.empty();
    }

    private static String withPort(String host, Optional<String> port) {
        boolean has = host.matches(".*:[0-9]+");
        return has
                ? host
                : port.filter(p -> p.matches("[0-9]{1,5}"))
                        .map(p -> host + ":" + p)
                        .orElse(host);
    }
}
