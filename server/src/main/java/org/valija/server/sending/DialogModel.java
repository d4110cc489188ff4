package org.valija.server.sending;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.valija.diagnosis.Diagnosis;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.outbox.MessageState;
import org.valija.outbox.OutboxMail;
import org.valija.server.accounts.AccountView;
import org.valija.server.accounts.Accounts;
import org.valija.server.accounts.PasswordServer;
import org.valija.server.files.RandomId;
import org.valija.server.outbox.MailView;
import org.valija.server.outbox.MailWords;
import org.valija.server.users.Operation;
import org.valija.server.users.User;
import org.valija.server.users.Users;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Say;

/** What the page <em>Entrega por correo electrónico</em> shows. */
@Component
public class DialogModel {

    /** The page. */
    public static final String VIEW = "sending/dialog";

    private final ObjectProvider<DocumentDispatch> documents;
    private final Drafts drafts;
    private final Sendings sendings;
    private final Handover handover;
    private final MailWords words;
    private final Accounts accounts;
    private final SendingRights rights;
    private final Users users;
    private final PasswordServer passwordServer;

    DialogModel(
            ObjectProvider<DocumentDispatch> documents,
            Drafts drafts,
            Sendings sendings,
            Handover handover,
            MailWords words,
            Accounts accounts,
            SendingRights rights,
            Users users,
            PasswordServer passwordServer) {
        this.documents = documents;
        this.drafts = drafts;
        this.sendings = sendings;
        this.handover = handover;
        this.words = words;
        this.accounts = accounts;
        this.rights = rights;
        this.users = users;
        this.passwordServer = passwordServer;
    }

    /** A new mail: the option as remembered, and the account that the user has. */
    void empty(String userCode, Model model) {
        fresh(userCode, new Letter("", "", "", "", ""), Optional.empty(), model);
    }

    /** What a new mail says before its author has written anything. */
    public record Letter(String to, String cc, String subject, String body, String signature) {}

    /** A new mail of a document. */
    public void of(DraftDocument document, Letter letter, String userCode, Model model) {
        fresh(userCode, letter, Optional.of(document), model);
    }

    private void fresh(String userCode, Letter letter, Optional<DraftDocument> document, Model model) {
        Optional<User> user = users.find(userCode);
        List<AccountView> own = accounts.usable(userCode);
        String from = own.stream()
                .filter(AccountView::connected)
                .map(account -> account.grant().email())
                .findFirst()
                .orElseGet(() -> user.map(User::recoveryEmail).orElse(""));
        boolean option = user.filter(User::oauthOption).isPresent();
        DraftContent content = new DraftContent(
                from,
                letter.to(),
                letter.cc(),
                "",
                "",
                letter.subject(),
                letter.body(),
                letter.signature(),
                false,
                option);
        common(userCode, content, document, model);
        model.addAttribute("path", SendController.PATH + "/nuevo");
        model.addAttribute("attachments", List.of());
        model.addAttribute("open", true);
        model.addAttribute("draftId", RandomId.next());
    }

    void of(Draft draft, Model model) {
        common(draft.userCode(), draft.content(), draft.document(), model);
        model.addAttribute("path", SendController.PATH + "/" + draft.id());
        model.addAttribute("attachments", draft.attachments());
        model.addAttribute("draft", draft);
        model.addAttribute("progress", sendings.progress(draft.id()).orElse(SendProgress.START));
        if (draft.state() == DraftState.ACCEPTED) {
            Optional<MailView> mail = handover.mail(draft).map(words::view);
            model.addAttribute("view", mail.orElse(null));
            model.addAttribute("open", mail.filter(MailView::isOpen).isPresent());
            mail.flatMap(MailView::trouble).ifPresent(say -> model.addAttribute("failure", say));
            mail.filter(view -> view.mail().state() == MessageState.SENT)
                    .ifPresent(view -> model.addAttribute("sent", sent(view.mail())));
            return;
        }
        model.addAttribute("open", draft.state().isOpen());
        boolean waits = draft.state() != DraftState.SENT && draft.state() != DraftState.SENDING;
        draft.result().filter(result -> waits).ifPresent(result -> addResult(draft, result, model));
        draft.result()
                .filter(result -> draft.state() == DraftState.SENT)
                .ifPresent(result -> model.addAttribute("sent", sent(result)));
    }

    private static SentMail sent(OutboxMail mail) {
        String refused = mail.refused().lines().collect(Collectors.joining(", "));
        return new SentMail(mail.endedAt().orElse(mail.acceptedAt()), refused, mail.messageId(), mail.detail());
    }

    private static SentMail sent(DraftResult result) {
        return new SentMail(result.at(), result.refused(), result.messageId().orElse(""), result.detail());
    }

    /** What the last attempt came to; a failure that Autenticar has mended since is not said any more. */
    private void addResult(Draft draft, DraftResult result, Model model) {
        String from = draft.content().from();
        Optional<Diagnosis> said = result.diagnosis();
        boolean permission = said.filter(diagnosis -> diagnosis.cause().mendedByAuthenticating())
                .isPresent();
        Optional<AccountView> account = accounts.sending(draft.userCode(), from).map(accounts::view);
        boolean since = account.filter(AccountView::connected)
                .filter(view -> view.grant().connectedAt().isAfter(result.at()))
                .isPresent();
        if (permission && since) {
            model.addAttribute("mended", true);
            return;
        }
        Optional<Say> ofAccount = account.filter(view -> permission).flatMap(AccountView::trouble);
        String provider = account.map(AccountView::providerName).orElse("");
        ofAccount
                .or(() -> said.map(diagnosis -> Say.of(diagnosis.about(from).at(provider))))
                .ifPresent(say -> model.addAttribute("failure", say));
    }

    private void common(String userCode, DraftContent content, Optional<DraftDocument> document, Model model) {
        document.filter(known -> documents.getObject().fill(known, model))
                .ifPresent(known -> model.addAttribute("document", known));
        Optional<Grant> account =
                content.from().isEmpty() ? Optional.empty() : accounts.sending(userCode, content.from());
        model.addAttribute("mail", content);
        model.addAttribute("maySend", rights.may(Operation.RUN, document));
        model.addAttribute("account", account.map(accounts::view).orElse(null));
        model.addAttribute(
                "connected",
                account.filter(grant -> grant.state() == GrantState.CONNECTED).isPresent());
        model.addAttribute("passwordServer", passwordServer.isConfigured());
        model.addAttribute("providers", accounts.readyProviders());
        model.addAttribute("megabytes", MailLimits.megabytes(MailLimits.LARGEST));
        model.addAttribute(
                "latest", drafts.latest(userCode).stream().map(this::row).toList());
        if (!model.containsAttribute("errors")) {
            model.addAttribute("errors", FieldErrors.none());
        }
    }

    private DraftRow row(Draft draft) {
        Optional<OutboxMail> mail = draft.state() == DraftState.ACCEPTED ? handover.mail(draft) : Optional.empty();
        return mail.map(found -> new DraftRow(draft, MailView.tone(found.state()), "outbox.state." + found.state()))
                .orElseGet(() -> new DraftRow(draft, draft.tone(), "sending.state." + draft.state()));
    }
}
