package org.valija.server.sending;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.valija.mail.InvalidAddressException;
import org.valija.mail.MailAddress;
import org.valija.oauth.GrantState;
import org.valija.server.accounts.Accounts;
import org.valija.server.accounts.PasswordServer;
import org.valija.server.web.FieldErrors;

/** What must be right before a mail leaves. */
@Component
class DraftCheck {

    private final Accounts accounts;
    private final PasswordServer passwordServer;
    private final ObjectProvider<DocumentDispatch> documents;

    DraftCheck(Accounts accounts, PasswordServer passwordServer, ObjectProvider<DocumentDispatch> documents) {
        this.accounts = accounts;
        this.documents = documents;
        this.passwordServer = passwordServer;
    }

    /** Everything. */
    FieldErrors all(Draft draft, String password) {
        DraftContent content = draft.content();
        FieldErrors errors = sender(content);
        if (content.oauth()) {
            boolean connected = accounts.sending(draft.userCode(), content.from())
                    .filter(grant -> grant.state() == GrantState.CONNECTED)
                    .isPresent();
            if (errors.isEmpty() && !connected) {
                errors.add("from", "error.sending.account", content.from());
            }
        } else if (!passwordServer.isConfigured()) {
            errors.add("oauth", "sending.off.title");
        } else if (password.isEmpty()) {
            errors.add("password", "error.sending.password");
        }
        letter(draft, errors);
        return errors;
    }

    /** What a preview needs: everything but the account and the password. */
    FieldErrors letter(Draft draft) {
        FieldErrors errors = sender(draft.content());
        letter(draft, errors);
        return errors;
    }

    private void letter(Draft draft, FieldErrors errors) {
        DraftContent content = draft.content();
        if (addresses(errors, "to", content.to()).isEmpty() && errors.of("to") == null) {
            errors.add("to", "error.sending.to");
        }
        addresses(errors, "cc", content.cc());
        addresses(errors, "bcc", content.bcc());
        if (addresses(errors, "replyTo", content.replyTo()).size() > 1) {
            errors.add("replyTo", "error.sending.replyTo.many");
        }
        if (content.subject().isBlank()) {
            errors.add("subject", "error.sending.subject");
        } else if (content.subject().chars().anyMatch(Character::isISOControl)) {
            errors.add("subject", "error.sending.header");
        }
        if (draft.document().isPresent()) {
            documents.getObject().check(draft, errors);
        }
    }

    /** The address that sends, alone. */
    FieldErrors sender(DraftContent content) {
        FieldErrors errors = FieldErrors.none();
        List<MailAddress> from = addresses(errors, "from", content.from());
        if (errors.isEmpty() && from.isEmpty()) {
            errors.add("from", "error.sending.from");
        } else if (from.size() > 1) {
            errors.add("from", "error.sending.from.many");
        }
        return errors;
    }

    private static List<MailAddress> addresses(FieldErrors errors, String field, String typed) {
        try {
            return MailAddress.parseList(typed);
        } catch (InvalidAddressException e) {
            boolean line = e.reason() == InvalidAddressException.Reason.CONTROL_CHARACTER;
            errors.add(
                    field,
                    line ? "error.sending.address.line" : "error.sending.address",
                    e.text().replaceAll("\\p{Cc}", "␤"));
            return List.of();
        }
    }
}
