package org.valija.tests.browser;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.valija.mail.MimeContent;
import org.valija.mail.OutgoingMail;
import org.valija.outbox.Lane;
import org.valija.outbox.MailFilter;
import org.valija.outbox.NewMail;
import org.valija.outbox.Outbox;
import org.valija.server.database.SqliteFiles;
import org.valija.simulator.google.FailurePlan;
import org.valija.sql.Database;

/** Another program of the installation's database, which hands mail to its outbox. */
final class Office {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String[] SENDERS = {Person.MAILBOX, "lucia.ramos@bajio.example", "tesoreria@bajio.example"};

    private final Person person;
    private final Database database;
    private final Outbox outbox;

    private Office(Person person, DataSource file) {
        this.person = person;
        this.database = Database.of(file);
        this.outbox = new Outbox(file, Clock.systemUTC());
    }

    static Office at(Person person) {
        return new Office(person, SqliteFiles.open(person.folder().resolve("valija.db")));
    }

    void sends(long account, String... subjects) {
        for (String subject : subjects) {
            accept(account, subject, Lane.INTERACTIVE, Optional.empty());
        }
    }

    void accepts(long account, String batch, int mails) {
        for (int i = 0; i < mails; i++) {
            accept(account, "Constancia de retenciones " + (91780 + i), Lane.BULK, Optional.of(batch));
        }
    }

    /** After what was sent before has left. */
    void isRefused(long account, String subject) {
        awaitsEnd(3);
        person.simulator().google().fail(FailurePlan.gmailError(400, "invalidArgument", "Invalid To header"));
        sends(account, subject);
    }

    void pauses(long account) {
        outbox.pause(account);
    }

    void awaitsEnd(int mails) {
        Awaitility.await().atMost(PATIENCE).until(() -> outbox.waiting().isEmpty() && ended() == mails);
    }

    private long ended() {
        return outbox.search(MailFilter.ALL, Optional.empty(), 100).mails().stream()
                .filter(mail -> mail.endedAt().isPresent())
                .count();
    }

    void awaitsHold() {
        Awaitility.await().atMost(PATIENCE).until(() -> !outbox.holds().isEmpty());
    }

    /** What the hours before are to have seen. */
    void worksSinceYesterday() {
        int[] sent = {12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 18, 46, 61, 38, 22, 12, 35, 52, 40, 27, 14};
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (int i = 0; i < sent.length; i++) {
                    Instant at = hour.minus(Duration.ofHours(sent.length - i));
                    statement.execute("INSERT INTO outbox_hour (emails_id, hour, mails, recipients, sent, failed, held)"
                            + " VALUES (1, '" + database.dialect().value(at) + "', " + sent[i] + ", " + sent[i] + ", "
                            + sent[i] + ", " + (i % 7 == 0 ? 4 : 0) + ", " + (i > 16 ? 8 : 0) + ")");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return true;
        });
    }

    /** The first account sent so many earlier today, as its quota counts. */
    void hasSent(long mails) {
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3));
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO outbox_hour (emails_id, hour, mails, recipients, sent) VALUES (1, '"
                        + database.dialect().value(hour) + "', " + mails + ", " + mails + ", " + mails
                        + ") ON CONFLICT (emails_id, hour) DO UPDATE SET mails = excluded.mails,"
                        + " recipients = excluded.recipients, sent = excluded.sent");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return true;
        });
    }

    void resumes(long account) {
        outbox.resume(account);
    }

    private void accept(long account, String subject, Lane lane, Optional<String> batch) {
        OutgoingMail mail = OutgoingMail.builder()
                .from(SENDERS[(int) account - 1])
                .to("Ana Álvarez <" + Person.RECIPIENT + ">")
                .subject(subject)
                .text(Person.TEXT)
                .build();
        NewMail accepted = NewMail.of(account, lane, mail);
        try (MimeContent content = MimeContent.of(mail)) {
            outbox.enqueue(batch.map(accepted::in).orElse(accepted), content);
        }
    }
}
