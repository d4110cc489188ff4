package org.valija.server.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.springframework.core.env.Environment;

/** Beyond this machine the console listens with TLS alone, or without where it was told so in words. */
public final class PlainHttp {

    private static final List<String> ENCRYPTED = List.of(
            "valija.tls.certificate",
            "valija.tls.keystore",
            "server.ssl.bundle",
            "server.ssl.key-store",
            "server.ssl.certificate");

    private PlainHttp() {}

    /** @throws IllegalArgumentException where keys and documents would cross a network in clear without anybody's word */
    public static void refuse(Environment environment) {
        String host = environment.getProperty("server.address", "127.0.0.1");
        boolean allowed = environment.getProperty("valija.allow-plain-http", Boolean.class, false);
        boolean encrypted = ENCRYPTED.stream().anyMatch(environment::containsProperty)
                || environment.getProperty("valija.tls.generate", Boolean.class, false);
        if (!isLoopback(host) && !encrypted && !allowed) {
            throw new IllegalArgumentException(word("tls.refused", host));
        }
    }

    private static boolean isLoopback(String host) {
        try {
            // No address at all means every one.
            return !host.isBlank() && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(word("tls.no-address", host), e);
        }
    }

    private static String word(String key, String host) {
        return MessageFormat.format(
                ResourceBundle.getBundle("tls", Locale.getDefault()).getString(key), host);
    }
}
