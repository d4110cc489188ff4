package org.valija.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.valija.mail.DeliveryListener;
import org.valija.mail.MimeContent;
import org.valija.mail.Outcome;
import org.valija.mail.OutgoingMail;
import org.valija.mail.Parcel;
import org.valija.mail.SmtpClient;
import org.valija.mail.SmtpConnection;
import org.valija.mail.SmtpCredentials;
import org.valija.mail.SubmissionServer;

/** Our own client. */
final class ValijaPeer implements Peer {

    private static final int BATCH = 32;

    @Override
    public String name() {
        return "valija";
    }

    @Override
    public void send(int port, int connections, int mails) throws IOException, InterruptedException {
        SubmissionServer server = SubmissionServer.loopback("127.0.0.1", port);
        SmtpClient client = new SmtpClient();
        OutgoingMail mail = Letter.mail();
        try (MimeContent content = MimeContent.of(mail)) {
            Crew.run(connections, mails, left -> {
                try (SmtpConnection connection =
                        client.connect(server, new SmtpCredentials.None(), DeliveryListener.SILENT)) {
                    Queue<Parcel> batch = new ArrayDeque<>();
                    while (fill(batch, new Parcel(mail.envelope(), content, DeliveryListener.SILENT), left)) {
                        connection.deliverAll(batch, ValijaPeer::check);
                        if (!batch.isEmpty()) {
                            throw new IOException(batch.size() + " mails were not begun");
                        }
                    }
                }
            });
        }
    }

    /** As the outbox gives an account's mails to a connection: as many as there are, up to a bound. */
    private static boolean fill(Queue<Parcel> batch, Parcel parcel, AtomicInteger left) {
        while (batch.size() < BATCH && left.getAndDecrement() > 0) {
            batch.add(parcel);
        }
        return !batch.isEmpty();
    }

    private static void check(Parcel parcel, Outcome outcome) {
        if (!(outcome instanceof Outcome.Delivered)) {
            throw new UncheckedIOException(new IOException("not delivered: " + outcome));
        }
    }
}
