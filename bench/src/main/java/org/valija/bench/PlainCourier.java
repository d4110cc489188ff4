package org.valija.bench;

import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BiConsumer;
import org.valija.mail.DeliveryListener;
import org.valija.mail.Outcome;
import org.valija.mail.Parcel;
import org.valija.mail.SendingCapacity;
import org.valija.mail.SendingQuota;
import org.valija.mail.SmtpClient;
import org.valija.mail.SmtpConnection;
import org.valija.mail.SmtpCredentials;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.Grant;
import org.valija.outbox.Courier;

/** To a server that asks for no authentication, as Postfix in the same bench; over warm connections, as accounts have them. */
final class PlainCourier implements Courier, AutoCloseable {

    /** The sink closes what is idle for long, while others have their turn. */
    private static final long LONGEST_IDLE_NANOS = Duration.ofSeconds(5).toNanos();

    private static final SendingCapacity CAPACITY = new SendingCapacity(5, 8);

    private final SmtpClient client = new SmtpClient();
    private final SubmissionServer server;
    private final Deque<Warm> warm = new ConcurrentLinkedDeque<>();

    private record Warm(SmtpConnection connection, long since) {}

    PlainCourier(int port) {
        server = SubmissionServer.loopback("127.0.0.1", port);
    }

    @Override
    public Optional<Outcome> sendAll(long grantId, Deque<Parcel> mails, BiConsumer<Parcel, Outcome> ended) {
        while (!mails.isEmpty()) {
            SmtpConnection connection =
                    kept().orElseGet(() -> client.connect(server, new SmtpCredentials.None(), DeliveryListener.SILENT));
            connection.deliverAll(mails, ended);
            if (connection.isUsable()) {
                warm.addLast(new Warm(connection, System.nanoTime()));
            } else {
                connection.close();
            }
        }
        return Optional.empty();
    }

    private Optional<SmtpConnection> kept() {
        Warm latest = warm.pollLast();
        while (latest != null && System.nanoTime() - latest.since() > LONGEST_IDLE_NANOS) {
            latest.connection().close();
            latest = warm.pollLast();
        }
        return Optional.ofNullable(latest).map(Warm::connection);
    }

    @Override
    public SendingCapacity capacityOf(Grant grant) {
        return CAPACITY;
    }

    @Override
    public SendingQuota quotaOf(Grant grant) {
        return SendingQuota.NONE;
    }

    @Override
    public void close() {
        warm.forEach(kept -> kept.connection().close());
    }
}
