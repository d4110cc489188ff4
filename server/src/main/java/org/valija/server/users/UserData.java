package org.valija.server.users;

import java.util.Optional;

/**
 * What a form says of a user.
 *
 * @param profile the code of one
 * @param language empty for the browser's
 */
record UserData(String name, String recoveryEmail, String profile, Optional<Language> language, boolean active) {

    /** The same with that profile and standing. */
    UserData standing(String otherProfile, boolean mayEnter) {
        return new UserData(name, recoveryEmail, otherProfile, language, mayEnter);
    }
}
