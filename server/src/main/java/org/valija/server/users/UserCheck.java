package org.valija.server.users;

import org.springframework.stereotype.Component;
import org.valija.mail.InvalidAddressException;
import org.valija.mail.MailAddress;
import org.valija.server.web.FieldErrors;

/** What must be right before a record is stored. */
@Component
class UserCheck {

    private static final int LONGEST_CODE = 20;
    private static final int LONGEST_NAME = 100;

    FieldErrors registration(UserForm form) {
        FieldErrors errors = change(form);
        if (!form.code().matches("[\\p{L}\\p{Nd}_.-]{1," + LONGEST_CODE + "}")
                || form.code().equalsIgnoreCase("nuevo")) {
            errors.add("code", "error.users.code", LONGEST_CODE);
        }
        return errors;
    }

    FieldErrors change(UserForm form) {
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
