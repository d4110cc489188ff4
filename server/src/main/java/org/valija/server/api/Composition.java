package org.valija.server.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.valija.mail.Attachment;
import org.valija.mail.InvalidAddressException;
import org.valija.mail.MailAddress;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.outbox.NewMail;
import org.valija.server.accounts.AccountView;
import org.valija.server.accounts.Accounts;
import org.valija.server.api.MessageRequest.AttachmentRequest;
import org.valija.server.files.FileNames;
import org.valija.server.web.FieldErrors;

/** The mail that a program's request becomes; says of every field what is wrong with it. */
@Component
class Composition {

    private static final int MOST_RECIPIENTS = 500;

    /** Characters of an address with its name, and of one list of them. */
    private static final int LONGEST_ADDRESS = 1_000;

    private static final int LONGEST_LIST = MOST_RECIPIENTS * LONGEST_ADDRESS;

    private static final int MOST_ATTACHMENTS = 100;
    private static final int LONGEST_SUBJECT = 900;
    private static final int LONGEST_BATCH = 200;
    private static final Duration LATEST = Duration.ofDays(366);

    private final Accounts accounts;
    private final SharedFolders folders;
    private final Clock clock;

    Composition(Accounts accounts, SharedFolders folders, Clock clock) {
        this.accounts = accounts;
        this.folders = folders;
        this.clock = clock;
    }

    /**
     * A mail ready for the outbox.
     *
     * @param mail what its MIME parts are made of
     * @param accepted how it is handed in
     */
    record Composed(OutgoingMail mail, NewMail accepted) {}

    /** @throws ApiException when something of it is wrong */
    Composed compose(String userCode, MessageRequest request, Spools spools) {
        FieldErrors errors = bounded(request);
        if (!errors.isEmpty()) {
            throw ApiException.of(Problem.INVALID_MESSAGE, errors);
        }
        List<MailAddress> from = addresses(errors, "from", request.from());
        List<MailAddress> replyTo = addresses(errors, "replyTo", request.replyTo());
        OutgoingMail.Builder mail = OutgoingMail.builder(clock).text(request.text());
        int recipients = recipients(errors, "to", request.to(), mail)
                + recipients(errors, "cc", request.cc(), mail)
                + recipients(errors, "bcc", request.bcc(), mail);
        if (recipients == 0 && errors.isEmpty()) {
            errors.add("to", "api.field.to");
        } else if (recipients > MOST_RECIPIENTS) {
            errors.add("to", "api.field.to.many", MOST_RECIPIENTS);
        }
        if (from.size() > 1) {
            errors.add("from", "api.field.one");
        }
        if (replyTo.size() > 1) {
            errors.add("replyTo", "api.field.one");
        }
        check(errors, request);
        if (!errors.isEmpty()) {
            throw ApiException.of(Problem.INVALID_MESSAGE, errors);
        }
        Grant account = account(userCode, from.stream().findFirst());
        mail.from(from.isEmpty() ? MailAddress.of(account.email()) : from.getFirst())
                .subject(request.subject());
        replyTo.forEach(address -> mail.replyTo(address.address()));
        for (AttachmentRequest attachment : request.attachments()) {
            mail.attach(attachment(attachment, spools));
        }
        OutgoingMail composed = mail.build();
        return new Composed(composed, accepted(account, request, composed));
    }

    private static NewMail accepted(Grant account, MessageRequest request, OutgoingMail mail) {
        NewMail accepted = NewMail.of(account.id(), request.lane().lane(), mail);
        if (request.notBefore().isPresent()) {
            accepted = accepted.notBefore(request.notBefore().get());
        }
        return request.batch().isPresent() ? accepted.in(request.batch().get()) : accepted;
    }

    /** What is far too much is not looked at any further. */
    private static FieldErrors bounded(MessageRequest request) {
        FieldErrors errors = FieldErrors.none();
        Map<String, List<String>> recipients = Map.of("to", request.to(), "cc", request.cc(), "bcc", request.bcc());
        if (recipients.values().stream().mapToInt(List::size).sum() > MOST_RECIPIENTS) {
            errors.add("to", "api.field.to.many", MOST_RECIPIENTS);
        }
        recipients.forEach((field, typed) -> {
            if (typed.stream().mapToLong(String::length).sum() > LONGEST_LIST) {
                errors.add(field, "api.field.long", LONGEST_LIST);
            }
        });
        Map.of("from", request.from(), "replyTo", request.replyTo()).forEach((field, typed) -> {
            if (typed.length() > LONGEST_ADDRESS) {
                errors.add(field, "api.field.long", LONGEST_ADDRESS);
            }
        });
        if (request.attachments().size() > MOST_ATTACHMENTS) {
            errors.add("attachments", "api.field.attachments", MOST_ATTACHMENTS);
        }
        return errors;
    }

    private void check(FieldErrors errors, MessageRequest request) {
        if (request.subject().isBlank()) {
            errors.add("subject", "api.field.subject");
        } else if (hasControl(request.subject())) {
            errors.add("subject", "api.field.line");
        } else if (request.subject().length() > LONGEST_SUBJECT) {
            errors.add("subject", "api.field.long", LONGEST_SUBJECT);
        }
        if (request.batch()
                .filter(batch -> batch.isBlank() || batch.length() > LONGEST_BATCH || hasControl(batch))
                .isPresent()) {
            errors.add("batch", "api.field.batch", LONGEST_BATCH);
        }
        Instant latest = clock.instant().plus(LATEST);
        if (request.notBefore().filter(time -> time.isAfter(latest)).isPresent()) {
            errors.add("notBefore", "api.field.late", LATEST.toDays());
        }
        for (int i = 0; i < request.attachments().size(); i++) {
            check(errors, "attachments[" + i + "]", request.attachments().get(i));
        }
    }

    private static void check(FieldErrors errors, String place, AttachmentRequest attachment) {
        if (attachment.content().isPresent() == attachment.path().isPresent()) {
            errors.add(place, "api.field.attachment");
        } else if (hasControl(attachment.name()) || name(attachment).isEmpty()) {
            errors.add(place + ".name", "api.field.attachment.name");
        }
        if (!attachment.contentType().isEmpty() && !isMediaType(attachment.contentType())) {
            errors.add(place + ".contentType", "api.field.attachment.type");
        }
    }

    private Attachment attachment(AttachmentRequest wanted, Spools spools) {
        String name = name(wanted);
        String type = wanted.contentType().isEmpty()
                ? FileNames.mediaType(name)
                : wanted.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        Spooled content =
                wanted.content().orElseGet(() -> folders.read(wanted.path().orElseThrow(), spools));
        return new Attachment(name, type, content);
    }

    private static String name(AttachmentRequest attachment) {
        String path = attachment.path().map(SharedFolders::fileName).orElse("");
        return FileNames.plain(attachment.name().isEmpty() ? path : attachment.name());
    }

    /** Parameters may follow; they are left out, since a name in them would speak against the file's own. */
    private static boolean isMediaType(String text) {
        return text.split(";", 2)[0].strip().matches("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+");
    }

    /** The account that sends: one whose permission has ended keeps its mail until it is given again. */
    private Grant account(String userCode, Optional<MailAddress> from) {
        if (from.isPresent()) {
            String address = from.get().address();
            return accounts.sending(userCode, address)
                    .filter(Composition::sends)
                    .orElseThrow(() -> ApiException.of(Problem.NO_SUCH_ACCOUNT, userCode, address));
        }
        List<Grant> own = accounts.usable(userCode).stream()
                .map(AccountView::grant)
                .filter(Composition::sends)
                .toList();
        if (own.isEmpty()) {
            throw ApiException.of(Problem.NO_ACCOUNT, userCode);
        }
        if (own.size() > 1) {
            throw ApiException.of(Problem.SEVERAL_ACCOUNTS, userCode);
        }
        return own.getFirst();
    }

    private static boolean sends(Grant grant) {
        return grant.state() != GrantState.DISCONNECTED;
    }

    private static int recipients(FieldErrors errors, String field, List<String> typed, OutgoingMail.Builder mail) {
        int count = 0;
        for (int i = 0; i < typed.size(); i++) {
            String place = field + "[" + i + "]";
            List<MailAddress> addresses = addresses(errors, place, typed.get(i));
            count += addresses.size();
            if (!addresses.isEmpty()) {
                switch (field) {
                    case "to" -> mail.to(typed.get(i));
                    case "cc" -> mail.cc(typed.get(i));
                    default -> mail.bcc(typed.get(i));
                }
            }
        }
        return count;
    }

    private static List<MailAddress> addresses(FieldErrors errors, String field, String typed) {
        if (hasControl(typed)) {
            errors.add(field, "api.field.line");
            return List.of();
        }
        try {
            return MailAddress.parseList(typed);
        } catch (InvalidAddressException e) {
            errors.add(field, "api.field.address", e.text());
            return List.of();
        }
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
