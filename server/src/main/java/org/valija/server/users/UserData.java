package org.valija.server.users;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a form says of a user.
 *
 * @param profile the code of one
 * @param language empty for the browser's
 */
record UserData(String name, String recoveryEmail, String profile, Optional<Language> language, boolean active) {

    /** Names of what it says otherwise than the record. */
    List<String> differences(User user) {
        List<String> fields = new ArrayList<>();
        add(fields, "name", name.equals(user.name()));
        add(fields, "recovery-address", recoveryEmail.equals(user.recoveryEmail()));
        add(fields, "profile", profile.equals(user.profile()));
        add(fields, "language", language.equals(user.language()));
        add(fields, "active", active == user.active());
        return fields;
    }

    private static void add(List<String> fields, String name, boolean same) {
        if (!same) {
            fields.add(name);
        }
    }

    /** The same with that profile and standing. */
    UserData standing(String otherProfile, boolean mayEnter) {
        return new UserData(name, recoveryEmail, otherProfile, language, mayEnter);
    }
}
