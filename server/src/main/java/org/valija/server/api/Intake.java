package org.valija.server.api;

import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.mail.MimeContent;
import org.valija.outbox.ContentId;
import org.valija.outbox.NewMail;
import org.valija.outbox.Outbox;
import org.valija.server.api.ApiRequestTable.Known;
import org.valija.server.api.Composition.Composed;
import org.valija.server.secrets.Sha256;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.users.User;
import org.valija.sql.Database;

/**
 * Hands programs' mail to the outbox. A mail is accepted when {@link #accept} returns, and is then as durable as the
 * database; under one idempotency key it is accepted once for its user, however often, at however many nodes and with
 * whichever token it is handed in. Thread-safe.
 */
@Service
class Intake {

    private final Database database;
    private final ApiRequestTable requests;
    private final Composition composition;
    private final Outbox outbox;
    private final CurrentCaller caller;
    private final Clock clock;

    Intake(
            Database database,
            ApiRequestTable requests,
            Composition composition,
            Outbox outbox,
            CurrentCaller caller,
            Clock clock) {
        this.database = database;
        this.requests = requests;
        this.composition = composition;
        this.outbox = outbox;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * Accepts a mail.
     *
     * @return its id in the outbox; that of the first time, where it was handed in before
     * @throws ApiException when something of it is wrong, or its key was used for another mail
     */
    long accept(MessageRequest request, Optional<String> idempotencyKey, Spools spools) {
        caller.must(Scope.MESSAGES_SEND);
        caller.must(Function.SENDING, Operation.RUN);
        User user = caller.actingFor(request.user(), Problem.INVALID_MESSAGE);
        if (request.attachments().stream()
                .anyMatch(attachment -> attachment.path().isPresent())) {
            caller.must(Scope.FILES_READ);
        }
        Optional<Key> key = idempotencyKey.map(name -> Key.of(user.code(), name, request));
        Optional<Known> known = key.flatMap(named -> requests.find(named.hash()));
        if (known.isPresent()) {
            return same(key.orElseThrow(), known.get());
        }
        Composed composed = composition.compose(user.code(), request, spools);
        try (MimeContent content = MimeContent.of(composed.mail())) {
            return accept(composed.accepted(), content, key);
        }
    }

    /** The name that a request goes by, and what it says. */
    private record Key(String hash, String fingerprint) {
        static Key of(String userCode, String name, MessageRequest request) {
            return new Key(Sha256.hex(userCode + "\n" + name), Fingerprint.of(userCode, request));
        }
    }

    private long accept(NewMail mail, MimeContent content, Optional<Key> key) {
        NewMail named = key.map(name -> mail.named("api-" + name.hash())).orElse(mail);
        Outbox.Accepted accepted = content.size() > Outbox.INLINE
                ? acceptStaged(named, outbox.stage(content), key)
                : accept(key, connection -> outbox.enqueue(connection, named, content));
        if (!accepted.anew()) {
            // Handed in twice at once: the other was first.
            return same(
                    key.orElseThrow(), requests.find(key.orElseThrow().hash()).orElseThrow());
        }
        outbox.wake(named.grantId());
        return accepted.id();
    }

    /** What no mail was accepted with need not wait a day for its sweep. */
    private Outbox.Accepted acceptStaged(NewMail mail, ContentId staged, Optional<Key> key) {
        boolean taken = false;
        try {
            Outbox.Accepted accepted = accept(key, connection -> outbox.enqueue(connection, mail, staged));
            taken = accepted.anew();
            return accepted;
        } finally {
            if (!taken) {
                outbox.discard(staged);
            }
        }
    }

    private Outbox.Accepted accept(Optional<Key> key, Database.Work<Outbox.Accepted> enqueue) {
        return database.inTransaction(connection -> {
            Outbox.Accepted mine = enqueue.run(connection);
            if (key.isPresent() && mine.anew()) {
                Known known = new Known(key.get().fingerprint(), mine.id());
                requests.insert(connection, key.get().hash(), known, clock.instant());
            }
            return mine;
        });
    }

    private static long same(Key key, Known known) {
        if (!known.fingerprint().equals(key.fingerprint())) {
            throw ApiException.of(Problem.KEY_REUSED);
        }
        return known.messageId();
    }
}
