package org.valija.server.mailroom;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.valija.mail.Attachment;
import org.valija.mail.ContentSource;
import org.valija.mail.InvalidAddressException;
import org.valija.mail.MailAddress;
import org.valija.mail.MimeContent;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuth;
import org.valija.outbox.Lane;
import org.valija.outbox.NewMail;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;
import org.valija.server.mailroom.MailroomException.Problem;
import org.valija.server.sending.FileNames;
import org.valija.server.users.User;
import org.valija.server.users.Users;

/** Puts what was ordered together and hands it to the outbox of this machine. */
final class LocalMail {

    private static final int LONGEST_KEY = 100;

    private final Users users;
    private final OAuth oauth;
    private final Outbox outbox;
    private final Clock clock;

    LocalMail(Users users, OAuth oauth, Outbox outbox, Clock clock) {
        this.users = users;
        this.oauth = oauth;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @throws MailroomException when something of the order is wrong; nothing was accepted then */
    Outbox.Accepted accept(MailOrder order) {
        User user = user(order.user());
        List<MailAddress> from = addresses(order.from().stream().toList());
        Grant grant = account(user, from.stream().findFirst());
        OutgoingMail mail = mail(order, from.stream().findFirst().orElseGet(() -> MailAddress.of(grant.email())));
        if (order.key().isBlank() || order.key().length() > LONGEST_KEY) {
            throw new MailroomException(Problem.BAD_KEY, order.key());
        }
        NewMail named = NewMail.of(grant.id(), Lane.INTERACTIVE, mail).named("cli-" + user.code() + "-" + order.key());
        try (MimeContent content = MimeContent.of(mail)) {
            Outbox.Accepted accepted = outbox.enqueue(named, content);
            if (!accepted.anew()
                    && outbox.find(accepted.id())
                            .filter(known -> isOther(known, named))
                            .isPresent()) {
                throw new MailroomException(Problem.KEY_TAKEN, order.key());
            }
            return accepted;
        } catch (UncheckedIOException e) {
            throw new MailroomException(Problem.NO_FILE, String.valueOf(e.getMessage()));
        }
    }

    User user(String code) {
        return users.find(code).orElseThrow(() -> new MailroomException(Problem.NO_USER, code));
    }

    /** Recipients that got it already are no longer among those of a mail on its way. */
    private static boolean isOther(OutboxMail known, NewMail again) {
        return known.grantId() != again.grantId()
                || !known.subject().equals(again.subject())
                || !again.envelope().recipients().containsAll(known.envelope().recipients());
    }

    private Grant account(User user, Optional<MailAddress> from) {
        List<Grant> inUse = oauth.vault().grantsOf(user.code()).stream()
                .filter(grant -> grant.state() != GrantState.DISCONNECTED)
                .toList();
        if (from.isPresent()) {
            String wanted = from.get().address();
            return find(inUse, wanted)
                    .orElseThrow(() -> new MailroomException(Problem.NOT_THEIR_ADDRESS, user.code(), wanted));
        }
        if (inUse.isEmpty()) {
            throw new MailroomException(Problem.NO_ACCOUNT, user.code());
        }
        return inUse.size() == 1
                ? inUse.getFirst()
                : find(inUse, user.recoveryEmail())
                        .orElseThrow(() -> new MailroomException(
                                Problem.SEVERAL_ACCOUNTS,
                                user.code(),
                                String.join(
                                        ", ", inUse.stream().map(Grant::email).toList())));
    }

    private static Optional<Grant> find(List<Grant> grants, String address) {
        return grants.stream()
                .filter(grant -> grant.email().equalsIgnoreCase(address))
                .findFirst();
    }

    private OutgoingMail mail(MailOrder order, MailAddress from) {
        OutgoingMail.Builder mail =
                OutgoingMail.builder(clock).from(from).subject(order.subject()).text(order.text());
        if (order.subject().isBlank() || order.subject().chars().anyMatch(Character::isISOControl)) {
            throw new MailroomException(Problem.BAD_SUBJECT);
        }
        List<MailAddress> to = addresses(order.to());
        List<MailAddress> cc = addresses(order.cc());
        List<MailAddress> bcc = addresses(order.bcc());
        if (to.isEmpty() && cc.isEmpty() && bcc.isEmpty()) {
            throw new MailroomException(Problem.NO_RECIPIENT);
        }
        order.to().forEach(mail::to);
        order.cc().forEach(mail::cc);
        order.bcc().forEach(mail::bcc);
        addresses(order.replyTo().stream().toList()).stream()
                .findFirst()
                .ifPresent(address -> mail.replyTo(address.address()));
        order.attachments().forEach(file -> mail.attach(attachment(file)));
        return mail.build();
    }

    private static Attachment attachment(Path file) {
        String name = String.valueOf(file.getFileName());
        return new Attachment(name, FileNames.mediaType(name), ContentSource.of(file));
    }

    private static List<MailAddress> addresses(List<String> typed) {
        try {
            return typed.stream()
                    .flatMap(text -> MailAddress.parseList(text).stream())
                    .toList();
        } catch (InvalidAddressException e) {
            throw new MailroomException(Problem.BAD_ADDRESS, e.text().replaceAll("\\p{Cc}", "?"));
        }
    }
}
