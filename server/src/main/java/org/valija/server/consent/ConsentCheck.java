package org.valija.server.consent;

import java.util.List;
import org.springframework.stereotype.Component;
import org.valija.mail.InvalidAddressException;
import org.valija.mail.MailAddress;
import org.valija.oauth.OAuth;
import org.valija.oauth.Provider;
import org.valija.server.consent.ConsentForm.How;
import org.valija.server.users.User;
import org.valija.server.web.FieldErrors;

/** What must be mended before an authorisation can be asked for. */
@Component
class ConsentCheck {

    private final OAuth oauth;

    ConsentCheck(OAuth oauth) {
        this.oauth = oauth;
    }

    /**
     * Looks at every field.
     *
     * @param users for whom it may be asked
     * @param mailLeaves whether there is a system mailbox that takes mail
     */
    FieldErrors check(ConsentForm form, List<User> users, boolean mailLeaves) {
        FieldErrors errors = FieldErrors.none();
        if (users.stream().map(User::code).noneMatch(form.user()::equals)) {
            errors.add("user", "error.consent.user");
        }
        if (oauth.providers().find(form.providerId()).isEmpty()) {
            errors.add("provider", "error.consent.provider");
        } else if (oauth.currentClient(form.providerId()).isEmpty()) {
            errors.add("provider", "error.consent.client", provider(form.providerId()));
        }
        if (!isAddress(form.email())) {
            errors.add("email", "error.consent.email");
        }
        if (form.how() == How.MAIL && !mailLeaves) {
            errors.add("how", "error.consent.mailbox");
        } else if (form.how() == How.MAIL && !form.mailTo().equals(form.email()) && !isAddress(form.mailTo())) {
            errors.add("mailTo", "error.consent.to");
        }
        return errors;
    }

    private String provider(int id) {
        return oauth.providers().find(id).map(Provider::name).orElse("#" + id);
    }

    private static boolean isAddress(String text) {
        try {
            return MailAddress.parseList(text).stream()
                    .map(MailAddress::address)
                    .toList()
                    .equals(List.of(text));
        } catch (InvalidAddressException e) {
            return false;
        }
    }
}
