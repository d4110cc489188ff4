package org.valija.server.users;

import java.time.Instant;
import java.util.Optional;

/**
 * A person of the catalogue.
 *
 * @param code <em>Código</em>, in upper case
 * @param name <em>Nombre</em>
 * @param recoveryEmail <em>Correo de recuperación</em>; may be empty
 * @param profile the code of what the person may do
 * @param allCompanies whether the person sees every company, also later ones, or those that are named alone
 * @param language of the console and of mails to the person; empty for the browser's
 * @param active whether the person may enter
 * @param mustChange the key was given out by somebody else and must be changed at the next entry
 * @param oauthOption the remembered tick of <em>Autenticar con OAuth (Gmail)</em>
 * @param lastEntryAt when the person last entered
 */
public record User(
        String code,
        String name,
        String recoveryEmail,
        String profile,
        boolean allCompanies,
        Optional<Language> language,
        boolean active,
        boolean mustChange,
        boolean oauthOption,
        Optional<Instant> lastEntryAt) {

    /** The user of every installation: has full access and alone registers users. */
    public static final String SUPERVISOR = "SUPERVISOR";

    public boolean isSupervisor() {
        return code.equals(SUPERVISOR);
    }
}
