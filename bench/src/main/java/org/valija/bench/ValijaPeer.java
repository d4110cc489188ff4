package org.valija.bench;

import java.io.IOException;
import org.valija.mail.DeliveryListener;
import org.valija.mail.MimeContent;
import org.valija.mail.Outcome;
import org.valija.mail.OutgoingMail;
import org.valija.mail.SmtpClient;
import org.valija.mail.SmtpConnection;
import org.valija.mail.SmtpCredentials;
import org.valija.mail.SubmissionServer;

/** Our own client. */
final class ValijaPeer implements Peer {

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
                    while (left.getAndDecrement() > 0) {
                        Outcome outcome = connection.deliver(mail.envelope(), content, DeliveryListener.SILENT);
                        if (!(outcome instanceof Outcome.Delivered)) {
                            throw new IOException("not delivered: " + outcome);
                        }
                    }
                }
            });
        }
    }
}
