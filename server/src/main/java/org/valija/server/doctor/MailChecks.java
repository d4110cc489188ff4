package org.valija.server.doctor;

import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.Consumer;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.mail.DeliveryListener;
import org.valija.mail.MailSender;
import org.valija.mail.Outcome;
import org.valija.mail.OutgoingMail;
import org.valija.mail.SmtpClient;
import org.valija.mail.SmtpConnectException;
import org.valija.mail.SmtpConnection;
import org.valija.mail.SmtpCredentials;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.AccessToken;
import org.valija.oauth.Grant;
import org.valija.oauth.TokenResult;
import org.valija.server.accounts.Accounts;

/** The mail server with the account's own permission, and a mail to the end. Thread-safe. */
final class MailChecks {

    private final AccountChecks accountChecks;
    private final Accounts accounts;
    private final SmtpClient client;
    private final MailSender sender;
    private final Clock clock;

    MailChecks(AccountChecks accountChecks, Accounts accounts, SmtpClient client, MailSender sender, Clock clock) {
        this.accountChecks = accountChecks;
        this.accounts = accounts;
        this.client = client;
        this.sender = sender;
        this.clock = clock;
    }

    void bySmtp(Grant grant, AccessToken token, SubmissionServer server, Wishes wishes, Consumer<Finding> tell) {
        Optional<Diagnosis> refused = authenticate(grant, token, server);
        tell.accept(refused.map(diagnosis -> Finding.problem(Check.MAIL_AUTHENTICATION, diagnosis))
                .orElseGet(() -> Finding.ok(Check.MAIL_AUTHENTICATION, "authentication.ok", grant.email())));
        if (refused.isPresent()) {
            skip(tell, "skipped");
        } else {
            trial(grant, wishes, tell);
        }
    }

    /** The permission to send allows nothing that could be tried without sending. */
    void byGmailApi(Grant grant, Wishes wishes, Consumer<Finding> tell) {
        tell.accept(Finding.notChecked(Check.MAIL_AUTHENTICATION, "authentication.bymail"));
        trial(grant, wishes, tell);
    }

    private void trial(Grant grant, Wishes wishes, Consumer<Finding> tell) {
        if (wishes.mail()) {
            send(grant, wishes.to().orElse(grant.email()), tell);
        } else {
            skip(tell, "mail.unwanted");
        }
    }

    static void skip(Consumer<Finding> tell, String why) {
        tell.accept(Finding.notChecked(Check.SENDER, why));
        tell.accept(Finding.notChecked(Check.MAIL, why));
    }

    /** As the sender does: a refused token is replaced once. */
    private Optional<Diagnosis> authenticate(Grant grant, AccessToken token, SubmissionServer server) {
        Optional<Diagnosis> first = attempt(grant, token, server);
        if (first.filter(found -> found.cause() == Cause.MAIL_TOKEN_REFUSED).isEmpty()) {
            return first;
        }
        TokenResult again = accountChecks.replacement(token);
        return again instanceof TokenResult.Usable usable
                ? attempt(grant, usable.token(), server)
                : Optional.of(accountChecks.diagnose(grant, again));
    }

    private Optional<Diagnosis> attempt(Grant grant, AccessToken token, SubmissionServer server) {
        SmtpCredentials credentials = new SmtpCredentials.OAuthToken(token.email(), token.value());
        try (SmtpConnection connection = client.connect(server, credentials, DeliveryListener.SILENT)) {
            return Optional.empty();
        } catch (SmtpConnectException e) {
            Diagnosis found = e.diagnosis();
            return Optional.of((found.particular().isEmpty() ? found.naming(server.host()) : found)
                    .about(grant.email())
                    .at(accounts.providerName(grant.providerId())));
        }
    }

    private void send(Grant grant, String recipient, Consumer<Finding> tell) {
        ResourceBundle words = ResourceBundle.getBundle("doctor", Locale.getDefault());
        OutgoingMail mail = OutgoingMail.builder(clock)
                .from(grant.email())
                .to(recipient)
                .subject(words.getString("mail.subject"))
                .text(words.getString("mail.body"))
                .build();
        Outcome outcome = sender.send(grant.id(), mail, DeliveryListener.SILENT);
        Optional<Diagnosis> wrong = accounts.diagnose(grant, outcome);
        boolean sendAs =
                wrong.filter(found -> found.cause() == Cause.SEND_AS_DENIED).isPresent();
        if (sendAs) {
            tell.accept(Finding.problem(Check.SENDER, wrong.get()));
            tell.accept(Finding.notChecked(Check.MAIL, "skipped"));
            return;
        }
        tell.accept(
                wrong.isEmpty()
                        ? Finding.ok(Check.SENDER, "sender.ok", grant.email())
                        : Finding.notChecked(Check.SENDER, "skipped"));
        tell.accept(wrong.map(found -> Finding.problem(Check.MAIL, found))
                .orElseGet(() -> Finding.ok(Check.MAIL, "mail.ok", recipient)));
    }
}
