package org.valija.server.alerts;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.server.accounts.AccountOwners;
import org.valija.server.accounts.Accounts;
import org.valija.server.web.Attention;
import org.valija.server.web.Banner;
import org.valija.server.web.Moments;
import org.valija.sql.DatabaseException;

/** The alerts that last, as the present user meets them: about their own accounts; an administrator about everything. */
@Component
class PresentAlerts implements Banner {

    private static final int MOST = 3;

    private final AlertTable table;
    private final AccountOwners owners;
    private final Accounts accounts;
    private final Moments moments;
    private final MessageSource messages;

    PresentAlerts(AlertTable table, AccountOwners owners, Accounts accounts, Moments moments, MessageSource messages) {
        this.table = table;
        this.owners = owners;
        this.accounts = accounts;
        this.moments = moments;
        this.messages = messages;
    }

    /** Those that the present user may see, the oldest first; none while the database is away, as its page says by itself. */
    List<Alert> visible() {
        try {
            boolean all = owners.seesAll();
            String own = owners.current();
            return table.lasting().stream()
                    .filter(alert -> all || alert.about().userCode().equals(own))
                    .toList();
        } catch (DatabaseException e) {
            return List.of();
        }
    }

    /** What waits behind an entry of the navigation. */
    Attention attention(String path, String key, EventKind... kinds) {
        Set<EventKind> counted = Set.of(kinds);
        return new Attention() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public long count() {
                return visible().stream()
                        .filter(alert -> counted.contains(alert.about().kind()))
                        .count();
            }

            @Override
            public String key() {
                return key;
            }
        };
    }

    @Override
    public List<Words> at(String path) {
        return path.equals("/cuentas")
                ? visible().stream().limit(MOST).map(this::words).toList()
                : List.of();
    }

    /** What is said of an alert in one line, and where it is mended. */
    Words words(Alert alert) {
        return new Words(
                said(alert),
                text("alerts.since", moments.at(alert.createdAt())),
                place(alert.about()),
                text("alerts.go." + alert.about().kind().word()));
    }

    /** In one line, in the reader's language. */
    String said(Alert alert) {
        Condition about = alert.about();
        return text(
                "alerts.said." + about.kind().word(),
                about.email(),
                about.providerId().map(accounts::providerName).orElse(""),
                about.days().orElse(0),
                about.days().isPresent() ? day(about.detail()) : "");
    }

    private static String day(String day) {
        return LocalDate.parse(day)
                .format(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                        .withLocale(LocaleContextHolder.getLocale()));
    }

    private static String place(Condition about) {
        return switch (about.kind()) {
            case ACCOUNT_NEEDS_AUTHENTICATION, ACCOUNT_CONNECTED -> "/usuarios/" + about.userCode() + "#correo";
            case ACCOUNT_NEEDS_ADMIN, CLIENT_SECRET_EXPIRING ->
                "/sistema/cliente-oauth/" + about.providerId().orElseThrow();
            case PROVIDER_UNAVAILABLE -> "/bandeja";
            case SYSTEM_MAILBOX_UNAVAILABLE -> "/sistema/buzon";
            case WEBHOOK_TEST -> AlertController.PATH;
        };
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
