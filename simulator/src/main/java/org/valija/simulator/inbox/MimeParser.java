package org.valija.simulator.inbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Cuts a message into headers, body and parts, on bytes. */
final class MimeParser {

    private static final int DEEPEST = 20;

    private MimeParser() {}

    static MimePart parse(byte[] message) {
        return parse(message, 0);
    }

    private static MimePart parse(byte[] octets, int depth) {
        List<MimeHeader> headers = new ArrayList<>();
        int position = 0;
        while (position < octets.length) {
            int end = lineEnd(octets, position);
            String line = line(octets, position, end);
            if (line.isEmpty()) {
                position = end;
                break;
            }
            boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            if (folded && !headers.isEmpty()) {
                MimeHeader last = headers.remove(headers.size() - 1);
                headers.add(new MimeHeader(last.name(), last.rawValue() + line));
            } else if (line.indexOf(':') > 0) {
                int colon = line.indexOf(':');
                headers.add(new MimeHeader(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).stripLeading()));
            } else {
                break;
            }
            position = end;
        }
        return part(headers, Arrays.copyOfRange(octets, position, octets.length), depth);
    }

    private static MimePart part(List<MimeHeader> headers, byte[] body, int depth) {
        MimePart part = new MimePart(headers, body, List.of());
        Optional<String> boundary = part.contentTypeParameter("boundary");
        if (!part.contentType().startsWith("multipart/") || boundary.isEmpty() || depth == DEEPEST) {
            return part;
        }
        List<MimePart> children = new ArrayList<>();
        for (byte[] child : split(body, boundary.get())) {
            children.add(parse(child, depth + 1));
        }
        return new MimePart(headers, body, children);
    }

    /** The bodies between delimiter lines; the line end before a delimiter belongs to it (RFC 2046 §5.1.1). */
    private static List<byte[]> split(byte[] body, String boundary) {
        List<byte[]> parts = new ArrayList<>();
        int start = -1;
        int position = 0;
        while (position < body.length) {
            int end = lineEnd(body, position);
            String line = line(body, position, end).stripTrailing();
            boolean last = line.equals("--" + boundary + "--");
            if (last || line.equals("--" + boundary)) {
                if (start >= 0) {
                    parts.add(Arrays.copyOfRange(body, start, Math.max(start, withoutLineEnd(body, start, position))));
                }
                start = last ? -1 : end;
                if (last) {
                    break;
                }
            }
            position = end;
        }
        if (start >= 0) {
            parts.add(Arrays.copyOfRange(body, start, body.length));
        }
        return parts;
    }

    /** The position after the line feed that ends the line at {@code from}. */
    private static int lineEnd(byte[] octets, int from) {
        int i = from;
        while (i < octets.length && octets[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, octets.length);
    }

    private static String line(byte[] octets, int from, int end) {
        return new String(octets, from, withoutLineEnd(octets, from, end) - from, StandardCharsets.UTF_8);
    }

    private static int withoutLineEnd(byte[] octets, int from, int end) {
        int i = end;
        if (i > from && octets[i - 1] == '\n') {
            i--;
            if (i > from && octets[i - 1] == '\r') {
                i--;
            }
        }
        return i;
    }
}
