package org.valija.server.accounts;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuth;
import org.valija.oauth.TransportKind;
import org.valija.server.web.Say;

/** The words about authentications, in the reader's language. */
@Component
class AuthenticationMessages {

    private final MessageSource messages;

    AuthenticationMessages(MessageSource messages) {
        this.messages = messages;
    }

    String done(Grant grant) {
        return text("accounts.done", grant.email()) + ". " + text("accounts.done.next");
    }

    String shared(Grant grant, int profiles) {
        return text(profiles == 0 ? "accounts.share.nobody" : "accounts.share.done", grant.email());
    }

    String tested(Grant grant) {
        return text("accounts.test.ok", grant.email()) + ". " + text("accounts.test.ok.next", grant.email());
    }

    String sendsBy(Grant grant, TransportKind transport) {
        return text("accounts.transport.changed", grant.email(), text("accounts.transport." + transport));
    }

    String disconnected(Grant grant, OAuth.Disconnection how) {
        return text("accounts.disconnected", grant.email()) + ". " + text("accounts.disconnected." + how);
    }

    /** The record has no address to authenticate. */
    Say noAddress() {
        return new Say(text("accounts.noaddress"), text("accounts.noaddress.side"), text("accounts.expected.none"), "");
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
