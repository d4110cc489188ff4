package org.valija.server.users;

import org.jspecify.annotations.Nullable;

/** The fields of a user's page, as typed. */
record UserForm(String code, String name, String recoveryEmail, Profile profile, Boolean active) {

    UserForm {
        code = text(code);
        name = text(name);
        recoveryEmail = text(recoveryEmail);
        profile = orSender(profile);
        active = ticked(active);
    }

    static UserForm of(User user) {
        return new UserForm(user.code(), user.name(), user.recoveryEmail(), user.profile(), user.active());
    }

    static UserForm empty() {
        return new UserForm("", "", "", Profile.SENDER, true);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    /** A box that is not ticked is not sent at all. */
    private static boolean ticked(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static Profile orSender(@Nullable Profile value) {
        return value == null ? Profile.SENDER : value;
    }
}
