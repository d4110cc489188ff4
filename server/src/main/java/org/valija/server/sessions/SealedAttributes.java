package org.valija.server.sessions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The attributes of one session as octets for the database, and back: Java's serialisation, sealed with AES-256-GCM under
 * the session's own key and the attribute's name. Only classes of the list below are read; all others are refused before
 * anything of them is made. Thread-safe.
 */
final class SealedAttributes {

    private static final ObjectInputFilter ALLOWED = ObjectInputFilter.Config.createFilter(String.join(
            ";",
            "maxdepth=30",
            "maxrefs=20000",
            "maxarray=100000",
            "maxbytes=1000000",
            "org.valija.**",
            "org.springframework.security.core.**",
            "org.springframework.security.authentication.*",
            "org.springframework.security.web.authentication.*",
            "org.springframework.security.web.csrf.*",
            "org.springframework.security.web.savedrequest.*",
            "org.springframework.web.servlet.FlashMap",
            "org.springframework.util.LinkedMultiValueMap",
            "org.springframework.util.MultiValueMapAdapter",
            "java.base/java.lang.*",
            "java.base/java.net.URI",
            "java.base/java.time.*",
            "java.base/java.util.*",
            "java.base/java.util.concurrent.CopyOnWriteArrayList",
            "!*"));

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey key;

    SealedAttributes(SessionId id) {
        this.key = id.key();
    }

    /** An attribute cannot be read; its session must end. */
    static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableException(Throwable cause) {
            super(cause);
        }
    }

    byte[] seal(String name, Object value) {
        byte[] nonce = new byte[NONCE_OCTETS];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(write(value));
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed for the session's attribute " + name, e);
        }
    }

    Object open(String name, byte[] sealed) throws UnreadableException {
        try {
            ByteBuffer octets = ByteBuffer.wrap(sealed);
            byte[] nonce = new byte[NONCE_OCTETS];
            octets.get(nonce);
            byte[] content = new byte[octets.remaining()];
            octets.get(content);
            return read(cipher(Cipher.DECRYPT_MODE, nonce, name).doFinal(content));
        } catch (GeneralSecurityException | IOException | ClassNotFoundException | RuntimeException e) {
            throw new UnreadableException(e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] write(Object value) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(octets)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }

    private static Object read(byte[] octets) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(octets))) {
            in.setObjectInputFilter(ALLOWED);
            return in.readObject();
        }
    }
}
