package org.valija.server.users;

import org.jspecify.annotations.Nullable;

/** The fields of a user's page, as typed. */
record UserForm(String code, String name, String recoveryEmail, String profile, String language, Boolean active) {

    UserForm {
        code = text(code);
        name = text(name);
        recoveryEmail = text(recoveryEmail);
        profile = text(profile);
        language = text(language);
        active = ticked(active);
    }

    static UserForm of(User user) {
        return new UserForm(
                user.code(),
                user.name(),
                user.recoveryEmail(),
                user.profile(),
                user.language().map(Language::code).orElse(""),
                user.active());
    }

    static UserForm empty() {
        return new UserForm("", "", "", Profile.SENDER, "", true);
    }

    UserData data() {
        return new UserData(name, recoveryEmail, profile, Language.ofCode(language), active);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    /** A box that is not ticked is not sent at all. */
    private static boolean ticked(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }
}
