package org.valija.server.clients;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.mail.MailAccounts;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Secret;
import org.valija.oauth.TransportAccess;
import org.valija.oauth.TransportKind;
import org.valija.server.accounts.ReturnAddresses;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Moments;
import org.valija.server.web.NavigationItem;
import org.valija.server.web.Pages;

/** <em>Cliente OAuth</em>: what the administrator registers once at each provider. */
@Controller
class ClientController {

    static final String PATH = "/sistema/cliente-oauth";

    private final OAuth oauth;
    private final MailAccounts mailAccounts;
    private final CurrentUser current;
    private final ReturnAddresses addresses;
    private final Moments moments;
    private final Audit audit;
    private final MessageSource messages;

    ClientController(
            OAuth oauth,
            MailAccounts mailAccounts,
            CurrentUser current,
            ReturnAddresses addresses,
            Moments moments,
            Audit audit,
            MessageSource messages) {
        this.oauth = oauth;
        this.mailAccounts = mailAccounts;
        this.current = current;
        this.addresses = addresses;
        this.moments = moments;
        this.audit = audit;
        this.messages = messages;
    }

    @Bean
    static NavigationItem clientItem() {
        return new NavigationItem(NavigationItem.Section.SYSTEM, 90, PATH, "clients.nav", Function.OAUTH_CLIENT);
    }

    @GetMapping(PATH)
    String first() {
        current.must(Function.OAUTH_CLIENT, Operation.VIEW);
        return "redirect:" + PATH + "/" + Provider.GMAIL;
    }

    @GetMapping(PATH + "/{providerId:[0-9]+}")
    String show(@PathVariable int providerId, Model model) {
        Provider provider = provider(providerId);
        ClientForm form = ClientForm.of(oauth.currentClient(providerId), oauth.transportOf(providerId), moments);
        return page(model, provider, form, FieldErrors.none());
    }

    @PostMapping(PATH + "/{providerId:[0-9]+}")
    ModelAndView save(@PathVariable int providerId, ClientForm form, Model model, RedirectAttributes flash) {
        current.must(Function.OAUTH_CLIENT, Operation.CHANGE);
        Provider provider = provider(providerId);
        Optional<OAuthClient> known = oauth.currentClient(providerId);
        FieldErrors errors = form.check(known);
        if (!errors.isEmpty()) {
            return new ModelAndView(page(model, provider, form, errors), model.asMap());
        }
        OAuthClient client = form.client(provider, known, moments);
        oauth.saveClient(client);
        audit.note(AuditEvent.of(AuditAction.CLIENT_CHANGED, provider.name())
                .with(AuditDetail.CLIENT_ID, client.clientId())
                .with(AuditDetail.KIND, client.type())
                .with(AuditDetail.FIELDS, form.differences(known, moments)));
        mailAccounts.settingsChanged();
        flash.addFlashAttribute("good", text("clients.saved") + ". " + text("clients.saved.next"));
        return Pages.seeOther(PATH + "/" + providerId);
    }

    private Provider provider(int id) {
        current.must(Function.OAUTH_CLIENT, Operation.VIEW);
        return oauth.providers().find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private String page(Model model, Provider provider, ClientForm form, FieldErrors errors) {
        Optional<OAuthClient> known = oauth.currentClient(provider.id());
        model.addAttribute("provider", provider);
        model.addAttribute("providers", oauth.providers().all());
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        model.addAttribute("registered", known.isPresent());
        model.addAttribute("hasSecret", known.flatMap(OAuthClient::secret).isPresent());
        model.addAttribute("types", OAuthClient.Type.values());
        model.addAttribute("redirects", addresses.toRegister());
        model.addAttribute(
                "transports",
                provider.transports().stream().map(TransportAccess::kind).toList());
        model.addAttribute("scopes", String.join("  ", provider.scopesFor(oauth.transportOf(provider.id()))));
        model.addAttribute("google", provider.id() == Provider.GMAIL);
        model.addAttribute("microsoft", provider.id() == Provider.MICROSOFT);
        return "clients/page";
    }

    private String text(String key) {
        return messages.getMessage(key, null, LocaleContextHolder.getLocale());
    }

    /** The page's fields; the secret is never sent back. */
    record ClientForm(
            String clientId,
            String secret,
            OAuthClient.Type type,
            String tenant,
            @Nullable TransportKind transport,
            String secretExpires) {

        ClientForm {
            clientId = Optional.ofNullable(clientId).orElse("").strip();
            secret = Optional.ofNullable(secret).orElse("").strip();
            type = Optional.ofNullable(type).orElse(OAuthClient.Type.DESKTOP);
            tenant = Optional.ofNullable(tenant).orElse("").strip();
            secretExpires = Optional.ofNullable(secretExpires).orElse("").strip();
        }

        static ClientForm of(Optional<OAuthClient> client, TransportKind transport, Moments moments) {
            return client.map(known -> new ClientForm(
                            known.clientId(),
                            "",
                            known.type(),
                            known.tenant().orElse(""),
                            transport,
                            known.secretExpiresAt()
                                    .map(moments::dayOf)
                                    .map(LocalDate::toString)
                                    .orElse("")))
                    .orElseGet(() -> new ClientForm("", "", OAuthClient.Type.DESKTOP, "", transport, ""));
        }

        FieldErrors check(Optional<OAuthClient> known) {
            FieldErrors errors = FieldErrors.none();
            if (clientId.isEmpty()) {
                errors.add("clientId", "error.clients.id");
            } else if (clientId.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
                errors.add("clientId", "error.clients.id.form");
            }
            boolean kept = known.filter(client -> client.clientId().equals(clientId))
                    .flatMap(OAuthClient::secret)
                    .isPresent();
            if (secret.isEmpty() && !kept && type == OAuthClient.Type.WEB) {
                errors.add("secret", "error.clients.secret");
            }
            if (!secretExpires.isEmpty() && day().isEmpty()) {
                errors.add("secretExpires", "error.clients.expires");
            }
            return errors;
        }

        /** The day of the secret's end, as a browser's field writes it; of a year that a secret can end in. */
        private Optional<LocalDate> day() {
            try {
                return secretExpires.isEmpty()
                        ? Optional.empty()
                        : Optional.of(LocalDate.parse(secretExpires))
                                .filter(day -> day.getYear() >= 2000 && day.getYear() < 2200);
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }

        /** Names of the fields that say something else now. */
        List<String> differences(Optional<OAuthClient> known, Moments moments) {
            ClientForm before = of(known, transport == null ? TransportKind.SMTP : transport, moments);
            List<String> names = new ArrayList<>();
            if (!clientId.equals(before.clientId)) {
                names.add("clientId");
            }
            if (!secret.isEmpty()) {
                names.add("secret");
            }
            if (type != before.type) {
                names.add("type");
            }
            if (!tenant.equals(before.tenant)) {
                names.add("tenant");
            }
            if (!known.flatMap(OAuthClient::transport).equals(Optional.ofNullable(transport))) {
                names.add("transport");
            }
            if (!secretExpires.equals(before.secretExpires)) {
                names.add("secretExpires");
            }
            return names;
        }

        /** The provider's default is not noted: an installation that never chose follows valija.yaml. */
        OAuthClient client(Provider provider, Optional<OAuthClient> known, Moments moments) {
            Optional<Secret> kept =
                    known.filter(client -> client.clientId().equals(clientId)).flatMap(OAuthClient::secret);
            return new OAuthClient(
                    provider.id(),
                    clientId,
                    secret.isEmpty() ? kept : Optional.of(Secret.of(secret)),
                    type,
                    tenant.isEmpty() ? Optional.empty() : Optional.of(tenant),
                    day().map(moments::beginningOf),
                    Optional.ofNullable(transport).filter(kind -> kind != provider.defaultTransport()));
        }

        /** Never prints the secret. */
        @Override
        public String toString() {
            return "ClientForm[" + type + "]";
        }
    }
}
