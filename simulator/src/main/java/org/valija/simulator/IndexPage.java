package org.valija.simulator;

import java.util.Locale;
import java.util.stream.Collectors;
import org.valija.simulator.google.Rotation;
import org.valija.simulator.google.SimulatedAccount;
import org.valija.simulator.google.SimulatedClient;
import org.valija.simulator.web.Html;
import org.valija.simulator.web.Page;
import org.valija.simulator.web.WebHandler;
import org.valija.simulator.web.WebRequest;
import org.valija.simulator.web.WebResponse;

/** {@code GET /}: what this is, where everything is, and forms for what people change most. */
final class IndexPage implements WebHandler {

    private static final String TOOLS = """
            <h2>Ajustes</h2>
            <div class="tools">
            <form method="post" action="/control/token-lifetime"><strong>Vida del token</strong>
            <label for="seconds">Segundos</label> <input id="seconds" type="number" name="seconds" min="1" value="{seconds}" required>
            <button>Cambiar</button></form>
            <form method="post" action="/control/rotation"><strong>Rotación del refresh token</strong>
            <label for="mode">Modo</label> <select id="mode" name="mode">{modes}</select>
            <button>Cambiar</button></form>
            <form method="post" action="/control/expire-tokens"><strong>Tokens de acceso</strong>
            <button>Caducar todos ahora</button></form>
            <form method="post" action="/control/revoke"><strong>Revocar permisos de una cuenta</strong>
            <label for="account">Cuenta</label> <select id="account" name="account">{accounts}</select>
            <button>Revocar</button></form>
            <form method="post" action="/control/fail"><strong>Próxima falla del servidor de tokens</strong>
            <input type="hidden" name="endpoint" value="token">
            <label for="status">Código</label> <select id="status" name="status"><option>503</option><option>500</option><option>429</option></select>
            <label for="times">Veces</label> <input id="times" type="number" name="times" min="1" max="1000" value="1" required>
            <button>Programar</button></form>
            <form method="post" action="/control/clear-failures"><strong>Fallas pendientes</strong>
            <button class="quiet">Olvidar todas</button></form>
            </div>
            """;

    private final Simulator simulator;

    IndexPage(Simulator simulator) {
        this.simulator = simulator;
    }

    @Override
    public WebResponse answer(WebRequest request) {
        return Page.of(200, "Inicio", intro() + addresses() + tools());
    }

    private String intro() {
        return """
                <h1>Simulador de Valija</h1>
                <p>Un Google y un servidor SMTP de mentira, para probar sin cuentas reales.
                Lo que se envía queda en la <a href="/bandeja">bandeja</a> (%d mensajes).</p>
                """.formatted(simulator.inbox().messages().size());
    }

    private String addresses() {
        String clients = simulator.google().clients().stream()
                .map(SimulatedClient::id)
                .map(Html::escape)
                .collect(Collectors.joining("<br>"));
        return """
                <h2>Direcciones</h2>
                <table>
                <tr><th>HTTP</th><td><code>%s</code></td></tr>
                <tr><th>Descubrimiento</th><td><a href="/.well-known/openid-configuration">/.well-known/openid-configuration</a></td></tr>
                <tr><th>SMTP con STARTTLS</th><td><code>127.0.0.1:%d</code></td></tr>
                <tr><th>SMTP con TLS</th><td><code>127.0.0.1:%d</code></td></tr>
                <tr><th>Certificado de la CA</th><td><code>%s</code></td></tr>
                <tr><th>Clientes OAuth</th><td>%s</td></tr>
                <tr><th>Mensajes en JSON</th><td><a href="/inbox.json">/inbox.json</a></td></tr>
                </table>
                """.formatted(
                        simulator.httpUri(),
                        simulator.smtpPort(),
                        simulator.smtpsPort(),
                        Html.escape(simulator.caCertificateFile().toString()),
                        clients);
    }

    private String tools() {
        String accounts = simulator.google().accounts().stream()
                .map(SimulatedAccount::address)
                .map(address -> "<option>" + Html.escape(address) + "</option>")
                .collect(Collectors.joining());
        return TOOLS.replace(
                        "{seconds}",
                        Long.toString(simulator.google().accessTokenLifetime().toSeconds()))
                .replace("{modes}", modes(simulator.google().rotation().mode()))
                .replace("{accounts}", accounts);
    }

    private static String modes(Rotation.Mode current) {
        StringBuilder options = new StringBuilder();
        for (Rotation.Mode mode : Rotation.Mode.values()) {
            String label = switch (mode) {
                case OFF -> "sin rotación";
                case GRACE -> "con gracia de 30 s";
                case REUSE -> "con un reúso";
                case STRICT -> "estricta";
            };
            options.append("<option value=\"")
                    .append(mode.name().toLowerCase(Locale.ROOT))
                    .append(mode == current ? "\" selected>" : "\">")
                    .append(label)
                    .append("</option>");
        }
        return options.toString();
    }
}
