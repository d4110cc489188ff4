package org.valija.server.sending;

/**
 * The fields of <em>Entrega por correo electrónico</em>, as typed; a field left empty is empty text.
 *
 * @param from <em>De</em>
 * @param to <em>Para</em>, several separated by comma or semicolon
 * @param cc <em>Cc</em>
 * @param bcc <em>Cco</em>
 * @param replyTo <em>Responder a</em>
 * @param subject <em>Asunto</em>
 * @param body <em>Cuerpo</em>
 * @param signature <em>Firma</em>
 * @param copyToMe <em>Enviarme copia</em>
 * @param oauth <em>Autenticar con OAuth (Gmail)</em>
 */
public record DraftContent(
        String from,
        String to,
        String cc,
        String bcc,
        String replyTo,
        String subject,
        String body,
        String signature,
        boolean copyToMe,
        boolean oauth) {}
