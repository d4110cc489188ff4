package org.valija.server.retenciones;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valija.server.retenciones.UnreadableRetencionException.Reason;

/**
 * The characters of an XML file, by its byte order mark or declaration (XML 1.0, appendix F). The parser would take wrong bytes
 * for other letters in some encodings; here they are refused.
 */
final class XmlText {

    private static final int HEAD = 1024;
    private static final Pattern DECLARED =
            Pattern.compile("\\A<\\?xml\\s[^>]{0,200}?\\bencoding\\s*=\\s*[\"']([^\"'>]{1,60})[\"']");
    private static final List<Charset> READ = List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.ISO_8859_1,
            StandardCharsets.US_ASCII,
            Charset.forName("windows-1252"));

    private final BufferedInputStream in;

    private XmlText(InputStream in) {
        this.in = new BufferedInputStream(in, 8192);
    }

    /** A reader that throws {@link java.nio.charset.CharacterCodingException} at bytes that are not of the encoding. */
    static Reader of(InputStream in) throws IOException {
        return new XmlText(in).open();
    }

    private Reader open() throws IOException {
        in.mark(HEAD);
        byte[] head = in.readNBytes(HEAD);
        in.reset();
        if (head.length == 0) {
            throw UnreadableRetencionException.of(Reason.EMPTY, "");
        }
        Charset charset = charset(head);
        return new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private Charset charset(byte[] head) throws IOException {
        if (begins(head, 0xEF, 0xBB, 0xBF)) {
            in.skipNBytes(3);
            return StandardCharsets.UTF_8;
        }
        if (begins(head, 0xFF, 0xFE, 0, 0)
                || begins(head, 0, 0, 0xFE, 0xFF)
                || begins(head, 0, 0, 0, '<')
                || begins(head, '<', 0, 0, 0)) {
            throw UnreadableRetencionException.of(Reason.ENCODING_UNKNOWN, "UTF-32");
        }
        if (begins(head, 0xFE, 0xFF)) {
            in.skipNBytes(2);
            return StandardCharsets.UTF_16BE;
        }
        if (begins(head, 0xFF, 0xFE)) {
            in.skipNBytes(2);
            return StandardCharsets.UTF_16LE;
        }
        if (begins(head, 0, '<')) {
            return StandardCharsets.UTF_16BE;
        }
        if (begins(head, '<', 0)) {
            return StandardCharsets.UTF_16LE;
        }
        if (begins(head, 0x4C, 0x6F, 0xA7, 0x94)) {
            throw UnreadableRetencionException.of(Reason.ENCODING_UNKNOWN, "EBCDIC");
        }
        return declared(new String(head, StandardCharsets.ISO_8859_1));
    }

    private static Charset declared(String head) {
        if (!head.isBlank() && head.stripLeading().charAt(0) != '<') {
            throw UnreadableRetencionException.at(Reason.NOT_XML, 1, 1, "", null);
        }
        Matcher declaration = DECLARED.matcher(head);
        if (!declaration.find()) {
            return StandardCharsets.UTF_8;
        }
        String name = declaration.group(1);
        try {
            Charset charset = Charset.forName(name);
            if (READ.contains(charset)) {
                return charset;
            }
            if (charset.name().startsWith("UTF-16")) {
                throw UnreadableRetencionException.of(Reason.ENCODING_BROKEN, name);
            }
            throw UnreadableRetencionException.of(Reason.ENCODING_UNKNOWN, name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw UnreadableRetencionException.of(Reason.ENCODING_UNKNOWN, name);
        }
    }

    private static boolean begins(byte[] head, int... octets) {
        if (head.length < octets.length) {
            return false;
        }
        byte[] wanted = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            wanted[i] = (byte) octets[i];
        }
        return Arrays.equals(head, 0, octets.length, wanted, 0, octets.length);
    }
}
