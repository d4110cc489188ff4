package org.valija.server.documents;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.valija.server.documents.FileReading.Checked;
import org.valija.server.secrets.Sha256;

/** Tells the same document, handed in again, from another one. */
final class DocumentFingerprint {

    private final MessageDigest digest = Sha256.digest();

    private DocumentFingerprint() {}

    /** In hex. */
    static String of(DocumentFields fields, List<Checked> files) {
        DocumentFingerprint fingerprint = new DocumentFingerprint();
        fingerprint
                .add(fields.companyId().map(String::valueOf).orElse(""))
                .add(fields.kind().map(Kind::name).orElse(""))
                .add(fields.number())
                .add(fields.date())
                .add(fields.beneficiaryRfc())
                .add(fields.beneficiaryName())
                .add(fields.concept())
                .add(fields.amount())
                .add(fields.currency())
                .add(fields.bankAccount());
        for (Checked file : files) {
            fingerprint.add(file.name()).add(file.sha256());
        }
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    /** With its length, so that no two rows of texts look alike. */
    private DocumentFingerprint add(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(octets.length).flip());
        digest.update(octets);
        return this;
    }
}
