package org.valija.oauth;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A set of AES-256-GCM keys that seal what the database must not show. All of them open, one of them, the primary, seals.
 * Immutable and thread-safe; a change gives a new set.
 */
final class VaultKeys {

    /** Bound to the encrypted key file, so that the key service's answer for another purpose is not taken for it. */
    private static final byte[] PURPOSE = "valija vault keys".getBytes(StandardCharsets.UTF_8);

    private final KeysetHandle keyset;
    private final Aead aead;
    private final Map<Long, String> fingerprints;

    private VaultKeys(KeysetHandle keyset) throws GeneralSecurityException {
        this.keyset = keyset;
        this.fingerprints = fingerprintsOf(keyset);
        this.aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    static VaultKeys generate() {
        return must(() -> {
            AeadConfig.register();
            return new VaultKeys(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()));
        });
    }

    /** Whether that text of a key file is encrypted by a key service. */
    static boolean isEncrypted(String text) {
        return text.contains("\"encryptedKeyset\"");
    }

    /** @throws GeneralSecurityException when it is not a set of such keys */
    static VaultKeys parse(String text) throws GeneralSecurityException {
        AeadConfig.register();
        return new VaultKeys(TinkJsonProtoKeysetFormat.parseKeyset(
                text, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
    }

    /** @throws GeneralSecurityException when the service refuses, or it is not a set of such keys */
    static VaultKeys parse(String text, Aead service) throws GeneralSecurityException {
        AeadConfig.register();
        return new VaultKeys(
                TinkJsonProtoKeysetFormat.parseEncryptedKeyset(text, service, PURPOSE, RegistryConfiguration.get()));
    }

    String serialize() {
        return must(() -> TinkJsonProtoKeysetFormat.serializeKeyset(
                keyset, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
    }

    /** @throws GeneralSecurityException when the service refuses */
    String serialize(Aead service) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                keyset, service, PURPOSE, RegistryConfiguration.get());
    }

    Aead aead() {
        return aead;
    }

    /** Id of the key that new ciphertext is made with. */
    long primaryKeyId() {
        return id(keyset.getPrimary());
    }

    boolean holds(long id) {
        return fingerprints.containsKey(id);
    }

    /** Key id to fingerprint: tells whether two nodes hold the same key, and nothing of the key. */
    Map<Long, String> fingerprints() {
        return fingerprints;
    }

    /** With one new key more, which opens but does not seal yet. */
    VaultKeys withNewKey() {
        return must(() -> new VaultKeys(KeysetHandle.newBuilder(keyset)
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId())
                .build()));
    }

    /** With the key that seals chosen anew; it must be held. */
    VaultKeys withPrimary(long id) {
        return must(() -> {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(keyset);
            builder.getAt(indexOf(id)).makePrimary();
            return new VaultKeys(builder.build());
        });
    }

    /** Without that key, which must be held and not the primary. */
    VaultKeys without(long id) {
        return must(() -> new VaultKeys(
                KeysetHandle.newBuilder(keyset).deleteAt(indexOf(id)).build()));
    }

    private int indexOf(long id) {
        for (int i = 0; i < keyset.size(); i++) {
            if (id(keyset.getAt(i)) == id) {
                return i;
            }
        }
        throw new IllegalArgumentException("no such key: " + Long.toHexString(id));
    }

    /** Also refuses keys of another kind: a sealed value's key id is read from the prefix that this kind writes. */
    @AccessesPartialKey
    private static Map<Long, String> fingerprintsOf(KeysetHandle keyset) throws GeneralSecurityException {
        Map<Long, String> fingerprints = new LinkedHashMap<>();
        for (int i = 0; i < keyset.size(); i++) {
            KeysetHandle.Entry entry = keyset.getAt(i);
            if (!(entry.getKey() instanceof AesGcmKey key)
                    || entry.getStatus() != KeyStatus.ENABLED
                    || key.getParameters().getKeySizeBytes() != 32
                    || key.getParameters().getVariant() != AesGcmParameters.Variant.TINK) {
                throw new GeneralSecurityException("a key of the set is not an enabled AES-256-GCM key");
            }
            byte[] bytes = key.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get());
            fingerprints.put(id(entry), Hashes.hex("valija vault key", bytes));
        }
        return Map.copyOf(fingerprints);
    }

    private static long id(KeysetHandle.Entry entry) {
        return Integer.toUnsignedLong(entry.getId());
    }

    private interface Step<T> {
        T run() throws GeneralSecurityException;
    }

    private static <T> T must(Step<T> step) {
        try {
            return step.run();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink refused a set of AES-256-GCM keys", e);
        }
    }
}
