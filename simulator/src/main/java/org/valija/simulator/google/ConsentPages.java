package org.valija.simulator.google;

import java.util.List;
import java.util.Optional;
import org.valija.simulator.web.Html;
import org.valija.simulator.web.Page;
import org.valija.simulator.web.WebResponse;

/** The pages a user meets while authorising. Their form ids and field names are documented in the README. */
final class ConsentPages {

    /** The value of the radio that stands for the text field. */
    static final String OTHER = "other";

    private ConsentPages() {}

    /** Google's page for a request that cannot be sent back to the client. */
    static WebResponse blocked(String error, String explanation) {
        return Page.ofProvider(400, "Acceso bloqueado", """
                <h1>Acceso bloqueado: la petición de esta aplicación no es válida</h1>
                <p>%s</p>
                <p class="soft">Error 400: <code id="error">%s</code></p>
                """.formatted(Html.escape(explanation), Html.escape(error)));
    }

    /** The warning before the consent of an app that was not verified. */
    static WebResponse unverified(String id, AuthorizationRequest request) {
        return Page.ofProvider(200, "Google no ha verificado esta app", """
                <h1>Google no ha verificado esta app</h1>
                <p>La app pide acceso a datos sensibles de tu cuenta. No sigas si no confías en quien la hizo.</p>
                <form id="warning" method="post" action="/o/oauth2/v2/warning">
                <input type="hidden" name="request" value="%s">
                <div class="actions"><button name="decision" value="back">Volver a un sitio seguro</button></div>
                <details><summary>Avanzado</summary>
                <p>Sigue solo si entiendes los riesgos y confías en <strong>%s</strong>.</p>
                <button class="quiet" name="decision" value="continue">Ir a la app (no seguro)</button>
                </details>
                </form>
                """.formatted(
                        Html.escape(id), Html.escape(request.client().id())));
    }

    static WebResponse consent(
            String id, AuthorizationRequest request, List<SimulatedAccount> accounts, Optional<String> error) {
        return Page.ofProvider(200, "Elige una cuenta", """
                <h1>Acceder con una cuenta</h1>
                <p><strong>%s</strong> <span class="soft">quiere acceder a tu cuenta.</span></p>
                %s<form id="consent" method="post" action="/o/oauth2/v2/consent">
                <input type="hidden" name="request" value="%s">
                <div class="columns">
                <fieldset><legend>Cuenta</legend>
                %s</fieldset>
                <fieldset><legend>Permisos</legend>
                %s</fieldset>
                </div>
                <div class="actions">
                <button class="quiet" name="decision" value="deny">Rechazar</button>
                <button name="decision" value="allow">Permitir</button>
                </div>
                </form>
                """.formatted(
                        Html.escape(request.client().id()),
                        error.map(text -> "<p role=\"alert\">" + Html.escape(text) + "</p>\n")
                                .orElse(""),
                        Html.escape(id),
                        accountChoices(request.loginHint(), accounts),
                        scopeChoices(request)));
    }

    private static String accountChoices(String hint, List<SimulatedAccount> accounts) {
        boolean listed = accounts.stream().anyMatch(account -> account.address().equalsIgnoreCase(hint));
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < accounts.size(); i++) {
            SimulatedAccount account = accounts.get(i);
            boolean checked = listed ? account.address().equalsIgnoreCase(hint) : hint.isEmpty() && i == 0;
            html.append("""
                    <div class="choice"><input type="radio" id="account-%d" name="account" value="%s"%s>
                    <label for="account-%d">%s<small>%s</small></label></div>
                    """.formatted(
                            i,
                            Html.escape(account.address()),
                            checked ? " checked" : "",
                            i,
                            Html.escape(account.name()),
                            Html.escape(account.address())));
        }
        boolean typed = !hint.isEmpty() && !listed;
        return html.append("""
                        <div class="choice"><input type="radio" id="account-other" name="account" value="other"%s>
                        <label for="account-other">Otra cuenta:</label>
                        <input type="text" name="other_account" aria-label="Correo de la otra cuenta" size="26" value="%s"></div>
                        """.formatted(typed ? " checked" : "", typed ? Html.escape(hint) : ""))
                .toString();
    }

    private static String scopeChoices(AuthorizationRequest request) {
        StringBuilder html = new StringBuilder();
        int i = 0;
        for (String scope : request.scopes()) {
            html.append("""
                    <div class="choice"><input type="checkbox" id="scope-%d" name="scope" value="%s" checked>
                    <label for="scope-%d">%s<small>%s</small></label></div>
                    """.formatted(
                            i, Html.escape(scope), i, Html.escape(Scopes.description(scope)), Html.escape(scope)));
            i++;
        }
        return html.toString();
    }
}
