package org.valija.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valija.tests.interop.Installation.ALICE;
import static org.valija.tests.interop.Installation.BOB;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.ClienteOauth;
import org.valija.mail.ConnectionLimits;
import org.valija.mail.HoldReason;
import org.valija.mail.Outcome;
import org.valija.mail.Outcome.DeferCause;
import org.valija.mail.Outcome.RejectCause;
import org.valija.mail.OutgoingMail;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.tests.interop.Installation.Client;

/** Mail leaves through Postfix and Dovecot with Keycloak's tokens, and what these servers refuse is told apart. */
@Tag("interop")
@SuppressWarnings("NullAway.Init")
class SendThroughRealServersTest {

    @TempDir
    Path folder;

    /** The mail servers that are there. */
    enum Server {
        POSTFIX,
        /** Refuses an AUTH line over 512 octets: Keycloak's tokens go in a line of their own. */
        DOVECOT,
        DOVECOT_TLS;

        private SubmissionServer address() {
            return switch (this) {
                case POSTFIX -> Installation.postfix();
                case DOVECOT -> Installation.dovecot();
                case DOVECOT_TLS -> Installation.dovecotTls();
            };
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POSTFIX, XOAUTH2, WITH_SECRET",
        "POSTFIX, XOAUTH2, PUBLIC",
        "POSTFIX, OAUTHBEARER, WITH_SECRET",
        "POSTFIX, OAUTHBEARER, PUBLIC",
        "DOVECOT, XOAUTH2, WITH_SECRET",
        "DOVECOT, XOAUTH2, PUBLIC",
        "DOVECOT, OAUTHBEARER, WITH_SECRET",
        "DOVECOT, OAUTHBEARER, PUBLIC",
        "DOVECOT_TLS, XOAUTH2, WITH_SECRET",
        "DOVECOT_TLS, XOAUTH2, PUBLIC",
        "DOVECOT_TLS, OAUTHBEARER, WITH_SECRET",
        "DOVECOT_TLS, OAUTHBEARER, PUBLIC",
    })
    void mailArrivesWithItsAttachmentsByteForByte(Server server, String mechanism, Client client)
            throws IOException, MessagingException {
        byte[] octets = new byte[300_000];
        new Random(91778).nextBytes(octets);
        Path pdf = Files.write(folder.resolve("retención 91778.pdf"), octets);
        Path xml = Files.writeString(folder.resolve("retención 91778.xml"), "<r a='ñ'/>\n.\r\n..\r");
        MailServerLog log = MailServerLog.fromNow();
        try (ClienteOauth correo = Installation.in(folder).open(server.address().preferring(mechanism), client)) {
            OutgoingMail mail = mail(ALICE, BOB).attach(pdf).attach(xml).build();

            Outcome outcome = correo.send(Installation.authenticateAlice(correo), mail);

            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            MimeMessage received = Maildir.of(BOB).await(mail);
            assertThat(received.getSubject()).isEqualTo("Constancia de retención nº 91778");
            assertThat(attachment(received, 1).getFileName()).isEqualTo("retención 91778.pdf");
            assertThat(content(attachment(received, 1))).isEqualTo(octets);
            assertThat(attachment(received, 2).getFileName()).isEqualTo("retención 91778.xml");
            assertThat(content(attachment(received, 2))).isEqualTo(Files.readAllBytes(xml));
            assertThat(log.mechanismsUsed()).containsExactly(mechanism);
        }
    }

    /** Small mails go with their envelope in one flight, the large one in chunks: both servers announce CHUNKING. */
    @ParameterizedTest
    @EnumSource
    void aWarmConnectionCarriesManyMails(Server server) throws IOException, MessagingException {
        byte[] octets = new byte[2_000_000];
        new Random(7).nextBytes(octets);
        Path pdf = Files.write(folder.resolve("reporte.pdf"), octets);
        MailServerLog log = MailServerLog.fromNow();
        SubmissionServer warm = server.address().limited(ConnectionLimits.CAREFUL);
        try (ClienteOauth correo = Installation.in(folder).open(warm, Client.WITH_SECRET)) {
            Grant grant = Installation.authenticateAlice(correo);
            for (int i = 0; i < 5; i++) {
                OutgoingMail small = mail(ALICE, BOB).build();
                assertThat(correo.send(grant, small)).isInstanceOf(Outcome.Delivered.class);
                assertThat(Maildir.of(BOB).await(small)).isNotNull();
            }
            OutgoingMail large = mail(ALICE, BOB).attach(pdf).build();
            assertThat(correo.send(grant, large)).isInstanceOf(Outcome.Delivered.class);
            assertThat(content(attachment(Maildir.of(BOB).await(large), 1))).isEqualTo(octets);
        }
        assertThat(log.mechanismsUsed()).hasSize(1);
    }

    @Test
    void senderThatIsNotTheUsersOwnIsHeld() throws IOException, MessagingException {
        try (ClienteOauth correo = Installation.in(folder).open(Installation.postfix(), Client.WITH_SECRET)) {
            OutgoingMail forged = mail(BOB, BOB).build();

            Outcome outcome = correo.send(Installation.authenticateAlice(correo), forged);

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Held.class,
                            held -> assertThat(held.reason()).isEqualTo(HoldReason.SENDER_NOT_ALLOWED));
            assertThat(Installation.only(correo).state()).isEqualTo(GrantState.CONNECTED);
            assertThat(Maildir.of(BOB).holds(forged)).isFalse();
        }
    }

    @Test
    void recipientThatTheServerRefusesIsRejectedByName() {
        try (ClienteOauth correo = Installation.in(folder).open(Installation.postfix(), Client.PUBLIC)) {
            Outcome outcome = correo.send(
                    Installation.authenticateAlice(correo),
                    mail(ALICE, "nadie@lejos.example").build());

            assertThat(outcome).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                assertThat(rejected.cause()).isEqualTo(RejectCause.RECIPIENTS);
                assertThat(rejected.recipients())
                        .singleElement()
                        .satisfies(recipient ->
                                assertThat(recipient.address().address()).isEqualTo("nadie@lejos.example"));
            });
        }
    }

    @Test
    void oneRefusedRecipientDoesNotCostTheOthersTheirMail() {
        try (ClienteOauth correo = Installation.in(folder).open(Installation.postfix(), Client.PUBLIC)) {
            OutgoingMail mail = mail(ALICE, "nadie@lejos.example, " + BOB).build();

            Outcome outcome = correo.send(Installation.authenticateAlice(correo), mail);

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Delivered.class,
                            delivered -> assertThat(delivered.refused()).hasSize(1));
            assertThat(Maildir.of(BOB).await(mail)).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTFIX", "DOVECOT", "DOVECOT_TLS"})
    void certificateOfAnUnknownAuthorityDefersAndNothingIsSaidToTheServer(Server server) {
        MailServerLog log = MailServerLog.fromNow();
        try (ClienteOauth correo =
                Installation.in(folder).withoutAuthority().open(server.address(), Client.WITH_SECRET)) {
            Outcome outcome = correo.send(
                    Installation.authenticateAlice(correo), mail(ALICE, BOB).build());

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Deferred.class,
                            deferred -> assertThat(deferred.cause()).isEqualTo(DeferCause.CERTIFICATE));
            assertThat(Installation.only(correo).state()).isEqualTo(GrantState.CONNECTED);
            assertThat(log.mechanismsUsed()).isEmpty();
        }
    }

    private static OutgoingMail.Builder mail(String from, String to) {
        return OutgoingMail.builder()
                .from(from)
                .to(to)
                .subject("Constancia de retención nº 91778")
                .text("Hola, Beto:\n.\nva tu constancia.");
    }

    private static BodyPart attachment(MimeMessage message, int index) throws IOException, MessagingException {
        return ((MimeMultipart) message.getContent()).getBodyPart(index);
    }

    private static byte[] content(BodyPart part) throws IOException, MessagingException {
        try (var in = part.getInputStream()) {
            return in.readAllBytes();
        }
    }
}
