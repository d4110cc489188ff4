package org.valija.server.bulk;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.util.UriComponentsBuilder;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.server.accounts.AccountOwners;
import org.valija.server.accounts.AccountView;
import org.valija.server.accounts.Accounts;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.users.User;
import org.valija.server.users.Users;
import org.valija.server.web.FieldErrors;

/** What the pages of one bulk delivery show. */
@Component
class BulkModel {

    private final Bulks bulks;
    private final BulkStandings standings;
    private final BulkWords words;
    private final Companies companies;
    private final Accounts accounts;
    private final AccountOwners owners;
    private final Users users;

    BulkModel(
            Bulks bulks,
            BulkStandings standings,
            BulkWords words,
            Companies companies,
            Accounts accounts,
            AccountOwners owners,
            Users users) {
        this.bulks = bulks;
        this.standings = standings;
        this.words = words;
        this.companies = companies;
        this.accounts = accounts;
        this.owners = owners;
        this.users = users;
    }

    void fill(BulkDelivery bulk, BulkSelection selection, Model model) {
        BulkStanding standing = standings.of(bulk);
        BulkPage page = bulks.page(bulk, selection);
        model.addAttribute("bulk", bulk);
        model.addAttribute("standing", standing);
        model.addAttribute("chips", standing.chips());
        model.addAttribute("selection", selection);
        model.addAttribute("rows", words.views(page.rows()));
        model.addAttribute("after", page.after().orElse(null));
        model.addAttribute(
                "company", companies.find(bulk.companyId()).map(Company::name).orElse(""));
        model.addAttribute("mine", isOwn(bulk));
        if (!model.containsAttribute("errors")) {
            model.addAttribute("errors", FieldErrors.none());
        }
        if (bulk.state() == BulkState.PREPARED) {
            start(standing, model);
        }
    }

    private boolean isOwn(BulkDelivery bulk) {
        return Users.canonical(bulk.userCode()).equals(owners.current());
    }

    private void start(BulkStanding standing, Model model) {
        BulkDelivery bulk = standing.bulk();
        boolean option = users.find(bulk.userCode()).filter(User::oauthOption).isPresent();
        List<AccountView> own = accounts.usable(bulk.userCode());
        StartForm form = model.getAttribute("form") instanceof StartForm typed
                ? typed
                : new StartForm(null, option, true, true, false, false);
        Optional<AccountView> chosen = own.stream()
                .filter(view ->
                        form.cuenta() == null ? view.connected() : view.grant().id() == form.cuenta())
                .findFirst()
                .or(() -> own.stream().findFirst());
        BulkOptions options = form.options();
        long mails = standing.of(ItemState.READY) + (options.again() ? standing.of(ItemState.ALREADY_SENT) : 0);
        model.addAttribute("form", form);
        model.addAttribute("options", options);
        model.addAttribute("oauth", form.isOauth());
        model.addAttribute("accounts", own);
        model.addAttribute("account", chosen.orElse(null));
        model.addAttribute(
                "forecast",
                chosen.filter(AccountView::connected)
                        .flatMap(view -> standings.forecast(view.grant(), mails, options.copyToMe() ? 2 : 1))
                        .filter(Forecast::isLong)
                        .orElse(null));
    }

    /** The mail of one document, as it would leave. */
    void preview(BulkDelivery bulk, BulkItem item, StartForm form, Model model) {
        BulkOptions options = bulk.state().isStarted() ? bulk.options() : form.options();
        String from = Optional.ofNullable(form.cuenta())
                .or(bulk::grantId)
                .map(owners::seen)
                .map(Grant::email)
                .or(() -> accounts.usable(bulk.userCode()).stream()
                        .findFirst()
                        .map(view -> view.grant().email()))
                .or(() -> users.find(bulk.userCode()).map(User::recoveryEmail))
                .orElse("");
        Optional<OutgoingMail> mail = from.isBlank() ? Optional.empty() : bulks.preview(bulk, item, from, options);
        model.addAttribute("bulk", bulk);
        model.addAttribute("row", words.views(List.of(bulks.row(item))).getFirst());
        model.addAttribute("mail", mail.orElse(null));
        model.addAttribute("from", from);
    }

    /** The form for choosing, as it was. */
    String chooseAgain(BulkForm form) {
        UriComponentsBuilder again = UriComponentsBuilder.fromPath(BulkController.PATH + "/nuevo")
                .queryParam("tipo", form.choice())
                .queryParam("desde", form.from())
                .queryParam("hasta", form.to())
                .queryParam("todos", form.all());
        form.year().ifPresent(year -> again.queryParam("anio", year));
        Optional.ofNullable(form.empresa()).ifPresent(company -> again.queryParam("empresa", company));
        return again.build().toUriString();
    }
}
