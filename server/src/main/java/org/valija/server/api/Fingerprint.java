package org.valija.server.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.valija.server.api.MessageRequest.AttachmentRequest;
import org.valija.server.secrets.Sha256;

/**
 * Tells the same request from another one, whether it came as JSON or as a form and however it was written. What files of
 * shared folders contain does not count: it is the request that is compared.
 */
final class Fingerprint {

    private final MessageDigest digest = Sha256.digest();

    private Fingerprint() {}

    /** In hex. */
    static String of(String userCode, MessageRequest request) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint
                .add(userCode)
                .add(request.from())
                .add(request.to())
                .add(request.cc())
                .add(request.bcc())
                .add(request.replyTo())
                .add(request.subject())
                .add(request.text())
                .add(request.notBefore().map(Object::toString).orElse(""))
                .add(request.batch().orElse(""))
                .add(request.lane().name())
                .count(request.attachments().size());
        for (AttachmentRequest attachment : request.attachments()) {
            fingerprint
                    .add(attachment.name())
                    .add(attachment.contentType())
                    .add(attachment.content().map(Spooled::sha256).orElse(""))
                    .add(attachment.path().orElse(""));
        }
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    private Fingerprint add(List<String> texts) {
        count(texts.size());
        texts.forEach(this::add);
        return this;
    }

    /** With its length, so that no two rows of texts look alike. */
    private Fingerprint add(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        count(octets.length);
        digest.update(octets);
        return this;
    }

    private void count(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
    }
}
