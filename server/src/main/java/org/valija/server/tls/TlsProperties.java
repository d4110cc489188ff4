package org.valija.server.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code valija.yaml} may say of TLS.
 *
 * @param certificate PEM file with the chain, the console's own certificate first
 * @param privateKey PEM file with its key
 * @param keystore PKCS#12 file with both, instead
 * @param keystorePasswordFile its password
 * @param generate makes a certificate of its own and keeps it in the data folder
 * @param names host names and addresses that the made one is for; of itself it knows this machine's and the public one
 * @param redirectPort where http is answered with the way to https
 * @param checkEvery how often the files are looked at
 */
@ConfigurationProperties("valija.tls")
public record TlsProperties(
        @Nullable Path certificate,
        @Nullable Path privateKey,
        @Nullable Path keystore,
        @Nullable Path keystorePasswordFile,
        @DefaultValue("false") boolean generate,
        @DefaultValue List<String> names,
        Optional<Integer> redirectPort,
        @DefaultValue("1m") Duration checkEvery) {

    Optional<Path> chainFile() {
        return Optional.ofNullable(certificate);
    }

    Optional<Path> keyFile() {
        return Optional.ofNullable(privateKey);
    }

    Optional<Path> keystoreFile() {
        return Optional.ofNullable(keystore);
    }

    Optional<Path> passwordFile() {
        return Optional.ofNullable(keystorePasswordFile);
    }

    /** Whether the console speaks TLS by these. */
    public boolean isOn() {
        return certificate != null || keystore != null || generate;
    }
}
