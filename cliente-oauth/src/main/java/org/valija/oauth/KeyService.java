package org.valija.oauth;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.KmsClients;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.ServiceLoader;
import org.valija.oauth.VaultKeyException.Problem;

/**
 * A key at an external key service, reached through Tink's {@link KmsClient}. It encrypts the key file (envelope
 * encryption); what the database holds is sealed with the keys in that file, so the service is asked once at the start and
 * at each change of the file, never for a single value. Thread-safe.
 *
 * <p>Valija brings no client of any cloud. One is looked for among those that the host registered with
 * {@link KmsClients#add}, then among the {@link ServiceLoader} providers of the class loader given.
 */
public final class KeyService {

    private final URI key;
    private final ClassLoader clients;

    private KeyService(URI key, ClassLoader clients) {
        this.key = key;
        this.clients = clients;
    }

    /** The key with that address, such as {@code gcp-kms://projects/…/cryptoKeys/valija}. */
    public static KeyService of(URI key) {
        return of(key, KeyService.class.getClassLoader());
    }

    /**
     * The key with that address.
     *
     * @param clients has the client's classes; Tink's own must come from the loader of this library
     */
    public static KeyService of(URI key, ClassLoader clients) {
        return new KeyService(key, clients);
    }

    /** The key's address; it tells nothing of the key. */
    public URI key() {
        return key;
    }

    /**
     * What encrypts and decrypts the key file.
     *
     * @throws VaultKeyException when no client knows such addresses, or the client found does not start
     */
    Aead aead() {
        KmsClient client = registered()
                .or(this::provided)
                .orElseThrow(() -> new VaultKeyException(
                        Problem.SERVICE_CLIENT_MISSING,
                        "No key service client for " + key
                                + " is on the class path. Add the jar with a Tink KmsClient for"
                                + " such addresses, and the jars it needs (Google Cloud: tink-gcpkms, AWS: tink-awskms).",
                        key.toString()));
        try {
            return client.getAead(key.toString());
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
    }

    private Optional<KmsClient> registered() {
        try {
            return Optional.of(KmsClients.get(key.toString()));
        } catch (GeneralSecurityException none) {
            return Optional.empty();
        }
    }

    private Optional<KmsClient> provided() {
        for (KmsClient client : ServiceLoader.load(KmsClient.class, clients)) {
            if (client.doesSupport(key.toString())) {
                try {
                    return Optional.of(client.withDefaultCredentials());
                } catch (GeneralSecurityException e) {
                    throw refused(e);
                }
            }
        }
        return Optional.empty();
    }

    VaultKeyException refused(GeneralSecurityException cause) {
        return new VaultKeyException(
                Problem.SERVICE_REFUSED,
                "The key service did not open the key file with " + key + " (" + cause.getMessage()
                        + "). Check that it can"
                        + " be reached, that this machine may use the key, and that it is the one the file was encrypted"
                        + " with. Nothing was changed.",
                cause,
                key.toString(),
                String.valueOf(cause.getMessage()));
    }
}
