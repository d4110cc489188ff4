package org.valija.server.sending;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;
import org.valija.oauth.Provider;
import org.valija.server.files.RandomId;

/**
 * What the page <em>Entrega por correo electrónico</em> posts. Fields that the browser does not send are empty.
 *
 * @param draftId under which a new mail becomes a draft
 * @param version that the page showed
 * @param document that a new mail is of; zero for none
 * @param xml whether that document's XML goes along; so {@code pdf}
 * @param again whether also those get it who got it before
 * @param textFrom which of the document's texts it was filled with
 * @param action the button that was pressed: {@code enviar}, {@code enviar-si} and {@code enviar-no}, {@code autenticar},
 *     {@code adjuntar}, {@code guardar}, {@code vista}, {@code texto-} and the name of a document's text, or {@code quitar-}
 *     and an attachment's id
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
        Long document,
        Boolean xml,
        Boolean pdf,
        Boolean again,
        String textFrom,
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
        document = document(document);
        xml = ticked(xml);
        pdf = ticked(pdf);
        again = ticked(again);
        textFrom = text(textFrom);
        copyToMe = ticked(copyToMe);
        oauth = ticked(oauth);
        files = list(files);
        provider = provider(provider);
    }

    DraftContent content() {
        return new DraftContent(from.strip(), to, cc, bcc, replyTo, subject, body, signature, copyToMe, oauth);
    }

    /** The document that a new mail is of, with the boxes as they were ticked. */
    Optional<DraftDocument> newDocument() {
        return document == 0 ? Optional.empty() : Optional.of(of(document));
    }

    /** A draft's document with the boxes as they were ticked. */
    Optional<DraftDocument> documentOf(Draft draft) {
        return draft.document().map(known -> of(known.id()));
    }

    private DraftDocument of(long id) {
        return new DraftDocument(id, xml, pdf, again, textFrom);
    }

    private static long document(@Nullable Long value) {
        return value == null ? 0 : value;
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
