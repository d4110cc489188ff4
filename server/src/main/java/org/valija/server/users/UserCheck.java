package org.valija.server.users;

import org.springframework.stereotype.Component;
import org.valija.mail.InvalidAddressException;
import org.valija.mail.MailAddress;
import org.valija.server.web.FieldErrors;

/** What must be right before a record is stored. */
@Component
class UserCheck {

    static final int LONGEST_CODE = 20;
    private static final int LONGEST_NAME = 100;

    private final Profiles profiles;

    UserCheck(Profiles profiles) {
        this.profiles = profiles;
    }

    FieldErrors registration(UserForm form) {
        FieldErrors errors = record(form);
        if (!isGiveable(form.profile())) {
            errors.add("profile", "error.users.profile");
        }
        if (!form.code().matches("[\\p{L}\\p{Nd}_.-]{1," + LONGEST_CODE + "}")
                || form.code().equalsIgnoreCase("nuevo")) {
            errors.add("code", "error.users.code", LONGEST_CODE);
        }
        return errors;
    }

    /** A profile that is not sent is one that cannot be changed. */
    FieldErrors change(User user, UserForm form) {
        FieldErrors errors = record(form);
        if (!form.profile().isEmpty() && !form.profile().equals(user.profile()) && !isGiveable(form.profile())) {
            errors.add("profile", "error.users.profile");
        }
        return errors;
    }

    private boolean isGiveable(String code) {
        return profiles.giveable().stream().anyMatch(profile -> profile.code().equals(code));
    }

    private FieldErrors record(UserForm form) {
        FieldErrors errors = FieldErrors.none();
        if (form.name().length() > LONGEST_NAME || form.name().chars().anyMatch(Character::isISOControl)) {
            errors.add("name", "error.users.name", LONGEST_NAME);
        }
        if (!form.recoveryEmail().isEmpty()) {
            try {
                MailAddress.of(form.recoveryEmail());
            } catch (InvalidAddressException e) {
                errors.add("recoveryEmail", "error.users.email");
            }
        }
        return errors;
    }
}
