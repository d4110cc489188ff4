package org.valija.server.sending;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.server.files.RandomId;
import org.valija.server.sending.DraftAttachmentTable.NewAttachment;
import org.valija.server.users.Operation;

/**
 * The present user's drafts: writing, attaching, finding. What is on its way or sent cannot be changed. Thread-safe.
 */
@Service
class Drafts {

    private static final int LATEST = 15;

    private final DraftTable drafts;
    private final DraftAttachmentTable attachments;
    private final SendingRights rights;
    private final Clock clock;

    Drafts(DraftTable drafts, DraftAttachmentTable attachments, SendingRights rights, Clock clock) {
        this.rights = rights;
        this.drafts = drafts;
        this.attachments = attachments;
        this.clock = clock;
    }

    /** What became of a file that the user chose. */
    enum Attached {
        ADDED,
        EMPTY,
        TOO_LARGE
    }

    Draft create(String userCode, DraftContent content, Optional<DraftDocument> document) {
        return createOnce(RandomId.next(), userCode, content, document).orElseThrow();
    }

    /** Creates it under an id of the page's, so that pressing twice makes one; empty when there is one already. */
    Optional<Draft> createOnce(String id, String userCode, DraftContent content, Optional<DraftDocument> document) {
        rights.must(Operation.VIEW, document);
        return drafts.insert(id, userCode, content, document, clock.instant())
                ? drafts.find(id, userCode)
                : Optional.empty();
    }

    /** @throws org.springframework.security.access.AccessDeniedException when the profile does not permit to see such a mail */
    Optional<Draft> find(String id, String userCode) {
        Optional<Draft> found = drafts.find(id, userCode);
        found.ifPresent(draft -> rights.must(Operation.VIEW, draft.document()));
        return found;
    }

    List<Draft> latest(String userCode) {
        return drafts.latest(userCode, LATEST);
    }

    /** Keeps what was typed; a mail that is on its way or sent stays as it is. */
    boolean write(Draft draft, DraftContent content, Optional<DraftDocument> document) {
        return drafts.update(draft.id(), draft.userCode(), content, document, clock.instant());
    }

    /** Adds a file, unless all files together would be too large for a mail. */
    Attached attach(Draft draft, String fileName, String mediaType, long size, InputStream content) throws IOException {
        Draft now = drafts.find(draft.id(), draft.userCode()).orElseThrow();
        if (size == 0) {
            return Attached.EMPTY;
        }
        if (now.size() + size > MailLimits.LARGEST) {
            return Attached.TOO_LARGE;
        }
        attachments.add(new NewAttachment(draft.id(), fileName, mediaType), content);
        return Attached.ADDED;
    }

    void remove(Draft draft, long attachmentId) {
        attachments.remove(draft.id(), attachmentId);
    }

    InputStream open(DraftAttachment attachment) {
        return attachments.open(attachment.id());
    }
}
