package org.valija.simulator.inbox;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;

/** Undoes base64 and quoted-printable (RFC 2045 §6.7, §6.8). */
final class TransferEncodings {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private TransferEncodings() {}

    /** Ignores what is not of the alphabet, as RFC 2045 asks; a group cut short is dropped. */
    static byte[] base64(byte[] encoded) {
        ByteArrayOutputStream alphabet = new ByteArrayOutputStream(encoded.length);
        for (byte octet : encoded) {
            if (ALPHABET.indexOf(octet) >= 0) {
                alphabet.write(octet);
            }
        }
        byte[] clean = alphabet.toByteArray();
        int whole = clean.length % 4 == 1 ? clean.length - 1 : clean.length;
        return Base64.getDecoder().decode(Arrays.copyOf(clean, whole));
    }

    /** A malformed escape stays as it is. */
    static byte[] quotedPrintable(byte[] encoded) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
        int i = 0;
        while (i < encoded.length) {
            int soft = encoded[i] == '=' ? softBreak(encoded, i + 1) : -1;
            if (soft > 0) {
                i = soft;
            } else if (encoded[i] == '='
                    && i + 2 < encoded.length
                    && hex(encoded[i + 1]) >= 0
                    && hex(encoded[i + 2]) >= 0) {
                decoded.write(hex(encoded[i + 1]) * 16 + hex(encoded[i + 2]));
                i += 3;
            } else {
                decoded.write(encoded[i]);
                i++;
            }
        }
        return decoded.toByteArray();
    }

    static int hex(byte digit) {
        return Character.digit((char) digit, 16);
    }

    /** The position after a soft line break, spaces before it included; -1 where there is none. */
    private static int softBreak(byte[] encoded, int from) {
        int i = from;
        while (i < encoded.length && (encoded[i] == ' ' || encoded[i] == '\t')) {
            i++;
        }
        if (i < encoded.length && encoded[i] == '\r') {
            i++;
        }
        return i < encoded.length && encoded[i] == '\n' ? i + 1 : -1;
    }
}
