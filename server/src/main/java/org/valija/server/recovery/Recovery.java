package org.valija.server.recovery;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.server.secrets.Sha256;
import org.valija.server.users.EntryOrigin;
import org.valija.server.users.EntryThrottle;
import org.valija.server.users.KeyReset;
import org.valija.server.users.KeyReset.Standing;
import org.valija.server.users.User;
import org.valija.server.users.Users;
import org.valija.sql.Database;

/** <em>Recuperar clave</em>: asking for a link, and what the link lets its user do. Thread-safe. */
@Service
class Recovery {

    /** How long a link is good. */
    static final Duration LIFETIME = Duration.ofMinutes(30);

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Database database;
    private final RecoveryRequestTable requests;
    private final RecoveryLinkTable links;
    private final RecoveryThrottle throttle;
    private final RecoveryWorker worker;
    private final RecoveryMails mails;
    private final SystemMailbox mailbox;
    private final KeyReset keys;
    private final NewKey newKey;
    private final EntryThrottle entries;
    private final Clock clock;

    Recovery(
            Database database,
            RecoveryRequestTable requests,
            RecoveryLinkTable links,
            RecoveryThrottle throttle,
            RecoveryWorker worker,
            RecoveryMails mails,
            SystemMailbox mailbox,
            KeyReset keys,
            NewKey newKey,
            EntryThrottle entries,
            Clock clock) {
        this.database = database;
        this.requests = requests;
        this.links = links;
        this.throttle = throttle;
        this.worker = worker;
        this.mails = mails;
        this.mailbox = mailbox;
        this.keys = keys;
        this.newKey = newKey;
        this.entries = entries;
        this.clock = clock;
    }

    /**
     * Notes that somebody asks for a link, and looks at no user: whether there is one is found out later and elsewhere.
     *
     * @param typed as the user's code
     * @param address of who asks
     * @return zero when it is noted, else how long to wait before asking again
     */
    Duration ask(String typed, String address, URI console, Locale language) {
        String codeHash = Sha256.hex(Users.canonical(typed));
        Duration wait = throttle.attempt(codeHash, address);
        if (!wait.isPositive()) {
            requests.insert(RecoveryRequest.of(codeHash, console, language, clock.instant()));
            worker.wake();
        }
        return wait;
    }

    /** Whose key a link lets its bearer set; empty when it is not good, whyever. Looking uses nothing up. */
    Optional<User> open(RecoveryToken token) {
        return links.find(token.hash(), clock.instant())
                .flatMap(link -> keys.find(link.userCode()::equals)
                        .filter(standing -> standing.mark().equals(link.mark())))
                .map(Standing::user);
    }

    /**
     * Sets the key, uses the link up with all others of its user, ends the user's sessions, and has the user told by mail: all
     * of it or nothing.
     *
     * @param key that fits the rules
     * @param origin of who has the link
     * @return whose key it is now; empty when the link was not good
     */
    Optional<User> change(RecoveryToken token, String key, EntryOrigin origin, Locale language) {
        Optional<User> user = open(token);
        return user.filter(known -> change(token, known, keys.hash(key), origin, language));
    }

    private boolean change(RecoveryToken token, User user, String keyHash, EntryOrigin origin, Locale language) {
        Optional<Grant> from = mailbox.sender();
        Optional<OutgoingMail> notice = from.map(grant -> mails.notice(grant, user, language));
        boolean changed = database.inTransaction(connection -> {
            if (!links.take(connection, token.hash(), clock.instant())) {
                return false;
            }
            newKey.set(connection, user.code(), keyHash, false, "link");
            if (from.isPresent() && notice.isPresent()) {
                mails.accept(connection, from.get(), notice.get());
            }
            return true;
        });
        if (changed) {
            from.ifPresent(mails::wake);
            entries.succeeded(user.code(), origin);
            LOG.info("{} has set a new key by a link", user.code());
        }
        return changed;
    }
}
