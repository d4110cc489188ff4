package org.valija.server.sheets;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.valija.server.sheets.UnreadableSheetException.Reason;

/**
 * Octets as text: by their mark, where they have one; else as UTF-8, if they are; else as UTF-16, if every second octet is zero;
 * else as Windows-1252, which Excel in Mexico writes.
 */
final class PlainText {

    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final int LOOKED_AT = 4_096;

    private PlainText() {}

    static String of(byte[] file) {
        String text = decoded(file);
        String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (unmarked.chars().anyMatch(PlainText::isNoText)) {
            throw new UnreadableSheetException(Reason.NOT_A_SHEET);
        }
        return unmarked;
    }

    private static String decoded(byte[] file) {
        Optional<Charset> marked = marked(file);
        if (marked.isPresent()) {
            return decoded(file, marked.get()).orElseThrow(() -> new UnreadableSheetException(Reason.ENCODING));
        }
        Optional<Charset> wide = wide(file);
        if (wide.isPresent()) {
            return decoded(file, wide.get()).orElseThrow(() -> new UnreadableSheetException(Reason.NOT_A_SHEET));
        }
        return decoded(file, StandardCharsets.UTF_8)
                .or(() -> decoded(file, WINDOWS))
                .orElseThrow(() -> new UnreadableSheetException(Reason.ENCODING));
    }

    private static Optional<Charset> marked(byte[] file) {
        int first = at(file, 0);
        int second = at(file, 1);
        if (first == 0xEF && second == 0xBB && at(file, 2) == 0xBF) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (first == 0xFF && second == 0xFE) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        return first == 0xFE && second == 0xFF ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
    }

    /** UTF-16 without a mark: the high octets of most letters in use here are zero, and no low ones. */
    private static Optional<Charset> wide(byte[] file) {
        int even = 0;
        int odd = 0;
        int looked = Math.min(file.length, LOOKED_AT) / 2 * 2;
        for (int i = 0; i < looked; i += 2) {
            even += file[i] == 0 ? 1 : 0;
            odd += file[i + 1] == 0 ? 1 : 0;
        }
        if (even == 0 && odd > looked / 4) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        return odd == 0 && even > looked / 4 ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
    }

    /** The text, if every octet of it means something. */
    private static Optional<String> decoded(byte[] file, Charset charset) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(file))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static int at(byte[] file, int index) {
        return index < file.length ? file[index] & 0xff : -1;
    }

    private static boolean isNoText(int character) {
        return character < 0x20 && character != '\t' && character != '\n' && character != '\r' && character != '\f';
    }
}
