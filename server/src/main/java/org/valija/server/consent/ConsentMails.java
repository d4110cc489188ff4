package org.valija.server.consent;

import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.server.ValijaProperties;
import org.valija.server.accounts.Accounts;
import org.valija.server.letters.Letter;
import org.valija.server.users.Language;
import org.valija.server.users.User;
import org.valija.server.web.Moments;

/** The mails that ask a mailbox's owner to authorise it, and tell who asked that they did. Thread-safe. */
@Component
class ConsentMails {

    private static final Locale SPANISH = Locale.of("es", "MX");

    private final MessageSource messages;
    private final ValijaProperties properties;
    private final Accounts accounts;
    private final Moments moments;
    private final Clock clock;

    ConsentMails(MessageSource messages, ValijaProperties properties, Accounts accounts, Moments moments, Clock clock) {
        this.messages = messages;
        this.properties = properties;
        this.accounts = accounts;
        this.moments = moments;
        this.clock = clock;
    }

    /**
     * The mail.
     *
     * @param owner of the account, in whose language it is written
     * @param asker who asks, as people call them
     * @param address that the link opens
     * @param byHand whether the browser does not come back by itself
     */
    OutgoingMail ask(Grant from, ConsentLink link, User owner, String asker, String to, URI address, boolean byHand) {
        Locale language = language(owner);
        Object[] arguments = {
            name(owner),
            asker,
            company(),
            link.email(),
            accounts.providerName(link.providerId()),
            moments.day(link.expiresAt(), language)
        };
        Letter letter = Letter.of(
                        text("subject", arguments, language),
                        text("hello", arguments, language),
                        text("why", arguments, language))
                .pressing(text("go", arguments, language), address)
                .saying(text("how", arguments, language));
        if (byHand) {
            letter = letter.saying(text("hand", arguments, language));
        }
        return letter.saying(text("safe", arguments, language)).mail(clock, from.email(), to);
    }

    /**
     * The mail that tells of a consent.
     *
     * @param asker who gets it
     * @param console where people open the console, where that is known
     */
    OutgoingMail given(Grant from, ConsentLink link, User asker, Optional<URI> console) {
        Locale language = language(asker);
        Object[] arguments = {
            name(asker), company(), link.email(), accounts.providerName(link.providerId()), link.userCode()
        };
        Letter letter = Letter.of(
                text("given.subject", arguments, language),
                text("given.hello", arguments, language),
                text("given.what", arguments, language),
                text("given.next", arguments, language));
        if (console.isPresent()) {
            letter = letter.pressing(
                    text("given.open", arguments, language),
                    console.get().resolve(ConsentRequestController.PATH.substring(1)));
        }
        return letter.mail(clock, from.email(), asker.recoveryEmail());
    }

    private String company() {
        return properties.company().isBlank() ? "" : " (" + properties.company() + ")";
    }

    private static String name(User user) {
        return user.name().isBlank() ? user.code() : user.name();
    }

    private static Locale language(User user) {
        return user.language().map(Language::locale).orElse(SPANISH);
    }

    private String text(String key, Object[] arguments, Locale language) {
        return messages.getMessage("consent.mail." + key, arguments, language);
    }
}
