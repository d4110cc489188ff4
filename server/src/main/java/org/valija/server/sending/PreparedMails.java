package org.valija.server.sending;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.valija.diagnosis.Cause;
import org.valija.mail.ContentSource;
import org.valija.mail.MailContent;
import org.valija.mail.MimeContent;
import org.valija.mail.OutgoingMail;
import org.valija.outbox.Outbox;
import org.valija.server.files.Contents;
import org.valija.server.secrets.Sha256;
import org.valija.sql.Database;

/**
 * Makes the octets of drafts' mails. What was shown as a preview leaves octet for octet, as long as neither the draft nor what
 * goes along has changed. Thread-safe.
 */
@Component
class PreparedMails {

    private static final Logger LOG = LoggerFactory.getLogger(PreparedMails.class);

    /** A preview that nobody sent by then is made anew: its date would not be that of the mail. */
    private static final Duration KEPT = Duration.ofHours(12);

    private static final int AT_ONCE = 20;

    private final Database database;
    private final DraftTable drafts;
    private final DraftPreviewTable previews;
    private final DraftMail mails;
    private final Contents contents;
    private final Clock clock;

    PreparedMails(Database database, DraftTable drafts, DraftPreviewTable previews, DraftMail mails, Clock clock) {
        this.database = database;
        this.drafts = drafts;
        this.previews = previews;
        this.mails = mails;
        this.contents = new Contents(database, "draft_content");
        this.clock = clock;
    }

    /** What leaves now; empty when it cannot be put together, which the draft then tells. */
    Optional<PreparedMail> of(Draft draft) {
        try {
            return Optional.of(prepare(draft));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            notPrepared(draft, e);
            return Optional.empty();
        }
    }

    private PreparedMail prepare(Draft draft) {
        OutgoingMail mail = mails.of(draft);
        Optional<DraftPreview> shown = shown(draft);
        if (shown.isPresent()) {
            MailContent content = content(shown.get());
            return new PreparedMail(identified(mail, shown.get().messageId()), content, sha256(content), () -> {});
        }
        MimeContent content = MimeContent.of(mail);
        return new PreparedMail(mail, content, sha256(content), content::close);
    }

    /**
     * Makes the octets that leave, unless they are there, to be looked at before.
     *
     * @throws UncheckedIOException when an attachment cannot be read
     */
    DraftPreview show(Draft draft) {
        forgetOld();
        return shown(draft).orElseGet(() -> make(draft));
    }

    /** The preview of what the draft is now. */
    Optional<DraftPreview> shown(Draft draft) {
        return previews.find(draft.id())
                .filter(preview -> preview.madeAt().isAfter(clock.instant().minus(KEPT)))
                .filter(preview -> preview.fingerprint().equals(mails.fingerprint(draft)));
    }

    private DraftPreview make(Draft draft) {
        String fingerprint = mails.fingerprint(draft);
        OutgoingMail mail = mails.of(draft);
        try (MimeContent content = MimeContent.of(mail);
                InputStream octets = content.open()) {
            Contents.Kept kept = contents.write(octets);
            DraftPreview preview = new DraftPreview(
                    draft.id(),
                    kept.id(),
                    fingerprint,
                    mail.messageId(),
                    kept.size(),
                    content.needsSmtpUtf8(),
                    clock.instant());
            return database.inTransaction(connection -> {
                forget(connection, draft.id());
                previews.insert(connection, preview);
                return preview;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mail as it is with the octets that were shown. */
    OutgoingMail mail(Draft draft, DraftPreview preview) {
        return identified(mails.of(draft), preview.messageId());
    }

    /** The octets that were shown; few are read at once, so that a transaction may read them too. */
    MailContent content(DraftPreview preview) {
        if (preview.size() > Outbox.INLINE) {
            return new Stored(
                    preview.size(), preview.smtpUtf8(), () -> contents.open(preview.contentId(), preview.size()));
        }
        try (InputStream octets = contents.open(preview.contentId(), preview.size())) {
            byte[] all = octets.readAllBytes();
            return new Stored(all.length, preview.smtpUtf8(), () -> new ByteArrayInputStream(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the caller's transaction. */
    void forget(Connection connection, String draftId) throws SQLException {
        Optional<DraftPreview> preview = previews.find(connection, draftId);
        if (preview.isPresent()) {
            previews.delete(connection, draftId);
            contents.delete(connection, preview.get().contentId());
        }
    }

    private void forgetOld() {
        Instant old = clock.instant().minus(KEPT);
        for (DraftPreview preview : previews.madeBefore(old, AT_ONCE)) {
            database.inTransaction(connection -> {
                forget(connection, preview.draftId());
                return true;
            });
        }
    }

    private void notPrepared(Draft draft, RuntimeException e) {
        LOG.error("draft {} could not be put together", draft.id(), e);
        Instant now = clock.instant();
        database.inTransaction(connection -> drafts.begin(connection, draft.id(), draft.userCode(), "", now)
                && drafts.finish(connection, draft.id(), DraftState.DEFERRED, notPrepared(e, now)));
    }

    static DraftResult notPrepared(RuntimeException e, Instant now) {
        return new DraftResult(
                Cause.PREPARATION_FAILED.code(), e.getClass().getSimpleName(), Optional.empty(), "", now);
    }

    private static OutgoingMail identified(OutgoingMail mail, String messageId) {
        return new OutgoingMail(
                mail.from(),
                mail.to(),
                mail.cc(),
                mail.bcc(),
                mail.replyTo(),
                mail.subject(),
                mail.text(),
                mail.html(),
                mail.attachments(),
                messageId,
                mail.date());
    }

    private static String sha256(MailContent content) {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[64 * 1024];
        try (InputStream octets = content.open()) {
            for (int read = octets.read(buffer); read >= 0; read = octets.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Octets that are kept in the database. */
    private record Stored(long size, boolean needsSmtpUtf8, ContentSource octets) implements MailContent {
        @Override
        public InputStream open() throws IOException {
            return octets.open();
        }
    }
}
