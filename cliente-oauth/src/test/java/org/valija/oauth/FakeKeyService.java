package org.valija.oauth;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A service elsewhere: one key for each address, and it can be away. */
public final class FakeKeyService implements KmsClient {

    private final Map<String, Aead> keys = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean away;

    public void setAway(boolean gone) {
        away = gone;
    }

    /** How often it encrypted or decrypted, or was asked to. */
    public int asked() {
        return asked.get();
    }

    @Override
    public boolean doesSupport(String address) {
        return address.startsWith("fake-kms://");
    }

    @Override
    public KmsClient withCredentials(String path) {
        return this;
    }

    @Override
    public KmsClient withDefaultCredentials() {
        return this;
    }

    @Override
    public Aead getAead(String address) {
        Aead key = keys.computeIfAbsent(address, none -> generate());
        return new Aead() {
            @Override
            public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
                return ask().encrypt(plaintext, associatedData);
            }

            @Override
            public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
                return ask().decrypt(ciphertext, associatedData);
            }

            private Aead ask() throws GeneralSecurityException {
                asked.incrementAndGet();
                if (away) {
                    throw new GeneralSecurityException("no route to the service");
                }
                return key;
            }
        };
    }

    private static Aead generate() {
        try {
            AeadConfig.register();
            return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get())
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
