package org.valija.server.mailroom;

import java.time.Duration;
import java.util.Optional;

/**
 * Where mail is handed in and asked for. What goes wrong is a {@link MailroomException}, or what the library throws; nothing
 * was changed then unless it says so. Not thread-safe.
 */
public interface Mailroom extends AutoCloseable {

    /** Accepts a mail: it is durable when this returns, and was sent by nobody yet. */
    AcceptedMail send(MailOrder order);

    /** How a mail stands. */
    MailReport mail(long id);

    /**
     * Waits until a mail rests ({@link MailReport#rests}), and sees to it that somebody delivers it meanwhile.
     *
     * @return how it stands then, or when the patience has ended
     */
    MailReport await(long id, Duration patience);

    /**
     * How everything stands.
     *
     * @param user whose accounts are looked at; empty for all that may be seen
     */
    Overview overview(Optional<String> user);

    /** Begins to authorise an address. */
    Authorization authorize(AuthorizationWish wish);

    @Override
    void close();
}
