package org.valija.server.sending;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;
import org.valija.oauth.Provider;
import org.valija.server.files.RandomId;

/**
 * What the page <em>Entrega por correo electrónico</em> posts. Fields that the browser does not send are empty.
 *
 * @param draftId under which a new mail becomes a draft
 * @param version that the page showed
 * @param action the button that was pressed: {@code enviar}, {@code autenticar}, {@code adjuntar}, {@code guardar}, or
 *     {@code quitar-} and an attachment's id
 * @param files chosen now
 * @param password for a server that takes one; used once and not kept
 */
record DraftForm(
        String from,
        String to,
        String cc,
        String bcc,
        String replyTo,
        String subject,
        String body,
        String signature,
        Boolean copyToMe,
        Boolean oauth,
        Integer provider,
        String password,
        String draftId,
        Integer version,
        String action,
        List<MultipartFile> files) {

    DraftForm {
        from = text(from);
        to = text(to);
        cc = text(cc);
        bcc = text(bcc);
        replyTo = text(replyTo);
        subject = text(subject);
        body = text(body);
        signature = text(signature);
        password = text(password);
        action = text(action);
        draftId = text(draftId).matches("[0-9a-f]{32}") ? draftId : RandomId.next();
        version = number(version);
        copyToMe = ticked(copyToMe);
        oauth = ticked(oauth);
        files = list(files);
        provider = provider(provider);
    }

    DraftContent content() {
        return new DraftContent(from.strip(), to, cc, bcc, replyTo, subject, body, signature, copyToMe, oauth);
    }

    /** A box that is not ticked is not sent at all. */
    private static boolean ticked(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static List<MultipartFile> list(@Nullable List<MultipartFile> value) {
        return value == null ? List.of() : List.copyOf(value);
    }

    private static int provider(@Nullable Integer value) {
        return value == null ? Provider.GMAIL : value;
    }

    private static int number(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    @Override
    public String toString() {
        return "DraftForm[action=" + action + "]";
    }
}
