package org.valija.simulator.inbox;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.valija.simulator.web.Html;
import org.valija.simulator.web.Page;
import org.valija.simulator.web.WebResponse;

/** The pages of the inbox. */
final class InboxPages {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private InboxPages() {}

    static WebResponse list(List<ReceivedMessage> messages) {
        if (messages.isEmpty()) {
            return Page.refreshing(
                    "Bandeja", "<h1>Bandeja</h1>\n<p>Todavía no llega nada. Esta página se actualiza sola.</p>");
        }
        StringBuilder rows = new StringBuilder();
        for (int i = messages.size() - 1; i >= 0; i--) {
            rows.append(row(messages.get(i)));
        }
        return Page.refreshing("Bandeja", """
                <h1>Bandeja <small class="soft">(%d)</small></h1>
                <table id="bandeja">
                <thead><tr><th>Recibido</th><th>De</th><th>Para</th><th>Asunto</th><th>Adjuntos</th><th>Tamaño</th></tr></thead>
                <tbody>
                %s</tbody></table>
                """.formatted(messages.size(), rows));
    }

    static WebResponse detail(ReceivedMessage message) {
        MimePart mime = message.mime();
        Envelope envelope = message.envelope();
        String tls = envelope.tlsVersion().isPresent()
                ? envelope.tlsVersion().get() + " · " + envelope.tlsCipher().orElse("")
                : "sin cifrar";
        return Page.of(200, subject(mime), """
                <h1>%s</h1>
                <p><a href="/inbox/%d.eml">Mensaje original (.eml)</a> · %d bytes · <a href="/bandeja">Volver a la bandeja</a></p>
                <h2>Sobre</h2>
                <table>
                <tr><th>Remitente</th><td>%s</td></tr>
                <tr><th>Destinatarios</th><td>%s</td></tr>
                <tr><th>Cuenta autenticada</th><td>%s</td></tr>
                <tr><th>Entró por</th><td id="way">%s</td></tr>
                <tr><th>Conexión</th><td>%s</td></tr>
                <tr><th>Recibido</th><td>%s</td></tr>
                </table>
                %s%s<h2>Encabezados</h2>
                <table id="headers">
                %s</table>
                """.formatted(
                        Html.escape(subject(mime)),
                        message.id(),
                        message.size(),
                        Html.escape(envelope.sender().isEmpty() ? "<>" : envelope.sender()),
                        Html.escape(String.join(", ", envelope.recipients())),
                        Html.escape(envelope.authenticatedUser().orElse("ninguna")),
                        envelope.way(),
                        Html.escape(tls),
                        time(message.receivedAt()),
                        attachments(message.id(), mime),
                        text(mime),
                        headers(mime)));
    }

    private static String row(ReceivedMessage message) {
        MimePart mime = message.mime();
        long attachments = mime.leaves().stream().filter(MimePart::isAttachment).count();
        return """
                <tr><td>%s</td><td>%s</td><td>%s</td><td><a href="/bandeja/%d">%s</a></td><td>%d</td><td>%d</td></tr>
                """.formatted(
                time(message.receivedAt()),
                Html.escape(mime.header("From").orElse(message.envelope().sender())),
                Html.escape(String.join(", ", message.envelope().recipients())),
                message.id(),
                Html.escape(subject(mime)),
                attachments,
                message.size());
    }

    private static String attachments(long id, MimePart mime) {
        StringBuilder rows = new StringBuilder();
        List<MimePart> parts = mime.leaves();
        for (int i = 0; i < parts.size(); i++) {
            MimePart part = parts.get(i);
            if (part.isAttachment()) {
                byte[] content = part.content();
                rows.append("""
                        <tr><td><a href="/inbox/%d/parts/%d">%s</a></td><td>%s</td><td>%d</td><td class="hash"><code>%s</code></td></tr>
                        """.formatted(
                                id,
                                i + 1,
                                Html.escape(part.fileName().orElse("sin nombre")),
                                Html.escape(part.contentType()),
                                content.length,
                                Sha256.hex(content)));
            }
        }
        return rows.isEmpty() ? "" : """
                <h2>Adjuntos</h2>
                <table id="attachments">
                <tr><th>Nombre</th><th>Tipo</th><th>Bytes</th><th>SHA-256</th></tr>
                %s</table>
                """.formatted(rows);
    }

    private static String text(MimePart mime) {
        Optional<MimePart> readable = mime.readablePart();
        return readable.map(part -> "<h2>Texto</h2>\n<pre id=\"text\">" + Html.escape(part.text()) + "</pre>\n")
                .orElse("");
    }

    private static String headers(MimePart mime) {
        StringBuilder rows = new StringBuilder();
        for (MimeHeader header : mime.headers()) {
            rows.append("<tr><th>")
                    .append(Html.escape(header.name()))
                    .append("</th><td>")
                    .append(Html.escape(header.text()))
                    .append("</td></tr>\n");
        }
        return rows.toString();
    }

    private static String subject(MimePart mime) {
        return mime.header("Subject").filter(text -> !text.isBlank()).orElse("(sin asunto)");
    }

    private static String time(Instant instant) {
        return TIME.format(instant.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault()));
    }
}
