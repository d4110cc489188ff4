package org.valija.server.alerts;

import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.outbox.Outbox;
import org.valija.outbox.WaitingCount;
import org.valija.server.ValijaProperties;
import org.valija.server.accounts.Accounts;
import org.valija.server.letters.Letter;
import org.valija.server.users.Language;
import org.valija.server.users.User;

/** What the mails of alerts say, in the language of who gets them. Thread-safe. */
@Component
class AlertLetters {

    private static final Locale SPANISH = Locale.of("es", "MX");

    private final MessageSource messages;
    private final ValijaProperties properties;
    private final Accounts accounts;
    private final Outbox outbox;
    private final Clock clock;

    AlertLetters(MessageSource messages, ValijaProperties properties, Accounts accounts, Outbox outbox, Clock clock) {
        this.messages = messages;
        this.properties = properties;
        this.accounts = accounts;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** To whose account it is. */
    OutgoingMail toOwner(Alert alert, Grant from, User owner, URI address, boolean link) {
        Locale language = language(owner);
        Object[] arguments = arguments(alert.about(), owner, language);
        return Letter.of(
                        text("owner.subject", arguments, language),
                        text("owner.hello", arguments, language),
                        text("owner.what", arguments, language))
                .pressing(text(link ? "owner.go" : "open", arguments, language), address)
                .saying(text(link ? "owner.how" : "owner.console", arguments, language))
                .mail(clock, from.email(), owner.recoveryEmail());
    }

    /** To an administrator who wants to hear. */
    OutgoingMail toAdministrator(Alert alert, Grant from, User administrator, URI console) {
        Locale language = language(administrator);
        Object[] arguments = arguments(alert.about(), administrator, language);
        String key = "admin." + alert.about().kind().word();
        return Letter.of(
                        text(key + ".subject", arguments, language),
                        text("owner.hello", arguments, language),
                        text(key + ".what", arguments, language),
                        text(key + ".todo", arguments, language))
                .pressing(text("open", arguments, language), console.resolve(place(alert.about())))
                .saying(text("why", arguments, language))
                .mail(clock, from.email(), administrator.recoveryEmail());
    }

    private static String place(Condition about) {
        return switch (about.kind()) {
            case ACCOUNT_NEEDS_AUTHENTICATION -> "/usuarios/" + about.userCode() + "#correo";
            case PROVIDER_UNAVAILABLE -> "/bandeja";
            default -> "/sistema/cliente-oauth/" + about.providerId().orElseThrow();
        };
    }

    /** 0 reader, 1 company in brackets, 2 account, 3 its user, 4 provider, 5 mails that wait, 6 days left, 7 day of the end. */
    private Object[] arguments(Condition about, User reader, Locale language) {
        return new Object[] {
            reader.name().isBlank() ? reader.code() : reader.name(),
            properties.company().isBlank() ? "" : " (" + properties.company() + ")",
            about.email(),
            about.userCode(),
            about.providerId().map(accounts::providerName).orElse(""),
            about.grantId().map(this::waiting).orElse(0L),
            about.days().orElse(0),
            about.days().isPresent() ? day(about.detail(), language) : ""
        };
    }

    private static String day(String day, Locale language) {
        return LocalDate.parse(day)
                .format(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(language));
    }

    private long waiting(long grantId) {
        return outbox.waiting().stream()
                .filter(count -> count.grantId() == grantId)
                .mapToLong(WaitingCount::mails)
                .sum();
    }

    private static Locale language(User user) {
        return user.language().map(Language::locale).orElse(SPANISH);
    }

    private String text(String key, Object[] arguments, Locale language) {
        return messages.getMessage("alerts.mail." + key, arguments, language);
    }
}
