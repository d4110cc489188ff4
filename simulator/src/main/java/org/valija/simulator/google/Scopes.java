package org.valija.simulator.google;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The scopes the simulated Google knows. */
public final class Scopes {

    public static final String OPENID = "openid";
    public static final String EMAIL = "email";
    public static final String PROFILE = "profile";
    /** Full mail: SMTP and IMAP. */
    public static final String MAIL = "https://mail.google.com/";
    /** Sending over REST only. */
    public static final String GMAIL_SEND = "https://www.googleapis.com/auth/gmail.send";

    private static final String EMAIL_LONG = "https://www.googleapis.com/auth/userinfo.email";
    private static final String PROFILE_LONG = "https://www.googleapis.com/auth/userinfo.profile";
    private static final Map<String, String> LONG_NAMES = Map.of(EMAIL, EMAIL_LONG, PROFILE, PROFILE_LONG);
    private static final Map<String, String> SHORT_NAMES = Map.of(EMAIL_LONG, EMAIL, PROFILE_LONG, PROFILE);
    private static final Map<String, String> DESCRIPTIONS = Map.of(
            OPENID, "Saber quién eres en Google",
            EMAIL, "Ver tu dirección de correo",
            PROFILE, "Ver tu nombre",
            MAIL, "Leer, redactar, enviar y eliminar todo tu correo de Gmail",
            GMAIL_SEND, "Enviar correo en tu nombre");

    private Scopes() {}

    /** Every scope. */
    public static Set<String> all() {
        return new LinkedHashSet<>(List.of(OPENID, EMAIL, PROFILE, MAIL, GMAIL_SEND));
    }

    /** Splits a {@code scope} parameter; Google's long names of email and profile become the short ones. */
    static Set<String> parse(String spaceSeparated) {
        Set<String> scopes = new LinkedHashSet<>();
        for (String scope : spaceSeparated.split(" ", -1)) {
            if (!scope.isEmpty()) {
                scopes.add(SHORT_NAMES.getOrDefault(scope, scope));
            }
        }
        return scopes;
    }

    /** As answered by Google, who expands {@code email} and {@code profile} when {@code longNames} is set. */
    static String format(Collection<String> scopes, boolean longNames) {
        return scopes.stream()
                .map(scope -> longNames ? LONG_NAMES.getOrDefault(scope, scope) : scope)
                .collect(Collectors.joining(" "));
    }

    static String description(String scope) {
        return DESCRIPTIONS.getOrDefault(scope, scope);
    }
}
