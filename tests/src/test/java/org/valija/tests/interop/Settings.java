package org.valija.tests.interop;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where the real servers are, as {@code tests/interop/with-servers.sh} tells. */
final class Settings {

    private Settings() {}

    static URI issuer() {
        return URI.create(value("ISSUER"));
    }

    /** The admin REST API of the realm. */
    static String keycloakAdmin() {
        return value("KEYCLOAK_ADMIN");
    }

    /** Where Keycloak gives the realm's tokens. */
    static URI tokenEndpoint() {
        return URI.create(issuer() + "/protocol/openid-connect/token");
    }

    static URI keycloakAdminTokenUrl() {
        return URI.create(value("KEYCLOAK_ADMIN_TOKEN_URL"));
    }

    static String keycloakAdminUser() {
        return value("KEYCLOAK_ADMIN_USER");
    }

    static String keycloakAdminPassword() {
        return value("KEYCLOAK_ADMIN_PASSWORD");
    }

    static String smtpHost() {
        return value("SMTP_HOST");
    }

    static int postfixPort() {
        return port("POSTFIX_PORT");
    }

    static int dovecotPort() {
        return port("DOVECOT_PORT");
    }

    static int dovecotTlsPort() {
        return port("DOVECOT_TLS_PORT");
    }

    /** The authority that signed the mail servers' certificate. */
    static Path authority() {
        return Path.of(value("CA"));
    }

    static Path maildirs() {
        return Path.of(value("MAILDIRS"));
    }

    private static int port(String name) {
        return Integer.parseInt(value(name));
    }

    private static String value(String name) {
        String variable = "VALIJA_INTEROP_" + name;
        return Optional.ofNullable(System.getenv(variable))
                .filter(text -> !text.isBlank())
                .orElseThrow(
                        () -> new IllegalStateException(variable + " is not set: these tests need real servers; run"
                                + " ./valija test --interop, or tests/interop/with-servers.sh with the command"));
    }
}
