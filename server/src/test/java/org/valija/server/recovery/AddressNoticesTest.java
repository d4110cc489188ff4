package org.valija.server.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.valija.outbox.Lane;
import org.valija.outbox.MailFilter;
import org.valija.outbox.Outbox;
import org.valija.server.InSpanish;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.users.Users;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.sql.TestDatabase;

/** Whose recovery address an administrator may change, and that its owner hears of it. */
@ExtendWith(InSpanish.class)
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("NullAway.Init")
class AddressNoticesTest {

    private static final String OTHER = "otra@bajio.example";

    @TempDir
    Path folder;

    private RecoveryOffice office;
    private FormBrowser lucia;
    private FormBrowser rosa;

    @BeforeEach
    void start() throws IOException {
        office = new RecoveryOffice(TestDatabase.SQLITE, folder);
        lucia = office.lucia();
        rosa = office.rosa();
    }

    @AfterEach
    void stop() {
        office.close();
    }

    @Test
    void theAddressThatWasIsToldWhoChangedIt() {
        office.chooseMailbox();
        assertThat(rosa.get(office.at("/usuarios/LUCIA")).text("#recoveryEmail-hint"))
                .contains("se le avisa en la de antes");

        move(rosa, "LUCIA", OTHER);

        ReceivedMessage notice = office.mails(1).getFirst();
        assertThat(RecoveryOffice.recipient(notice)).isEqualTo(RecoveryOffice.LUCIAS);
        assertThat(notice.envelope().sender()).isEqualTo(RecoveryOffice.MAILBOX);
        assertThat(RecoveryOffice.text(notice))
                .contains("ROSA puso otro correo de recuperación al usuario LUCIA de Valija (Comercial del Bajío)")
                .doesNotContain(OTHER);
        assertThat(office.bean(Outbox.class)
                        .search(MailFilter.ALL, Optional.empty(), 10)
                        .mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.lane()).isEqualTo(Lane.RECOVERY));
    }

    @Test
    void theOwnChangeAndAnotherFieldAreNotTold() {
        office.chooseMailbox();

        move(lucia, "LUCIA", OTHER);
        Page record = rosa.get(office.at("/usuarios/LUCIA"));
        rosa.submit(record.form("#registro").type("name", "Lucía R."));

        assertThat(office.bean(Users.class).find("LUCIA"))
                .hasValueSatisfying(
                        user -> assertThat(user.recoveryEmail() + user.name()).isEqualTo(OTHER + "Lucía R."));
        assertThat(office.bean(Outbox.class)
                        .search(MailFilter.ALL, Optional.empty(), 10)
                        .mails())
                .isEmpty();
    }

    @Test
    void aChangeThatCannotBeToldStandsInTheLog(CapturedOutput output) {
        move(rosa, "LUCIA", OTHER);

        assertThat(address("LUCIA")).isEqualTo(OTHER);
        assertThat(output)
                .contains("LUCIA is not told that the recovery address changes")
                .contains("ROSA changed the recovery address of LUCIA");
    }

    @Test
    void supervisorsAddressIsChangedBySupervisorAlone() {
        Page record = rosa.get(office.at("/usuarios/SUPERVISOR"));
        assertThat(record.has("#recoveryEmail[readonly]")).isTrue();
        assertThat(record.text("#recoveryEmail-hint"))
                .isEqualTo("Solo SUPERVISOR cambia su propio correo de recuperación.");

        assertThat(move(rosa, "SUPERVISOR", RecoveryOffice.ROSAS).status()).isEqualTo(403);
        assertThat(address("SUPERVISOR")).isEqualTo(RecoveryOffice.MAILBOX);
        assertThat(rosa.submit(record.form("#registro").type("name", "Juan Pérez"))
                        .status())
                .isEqualTo(200);

        assertThat(office.supervisor.get(office.at("/usuarios/SUPERVISOR")).has("#recoveryEmail[readonly]"))
                .isFalse();
        move(office.supervisor, "SUPERVISOR", OTHER);
        assertThat(address("SUPERVISOR")).isEqualTo(OTHER);
    }

    private Page move(FormBrowser who, String code, String address) {
        return who.submit(
                who.get(office.at("/usuarios/" + code)).form("#registro").type("recoveryEmail", address));
    }

    private String address(String code) {
        return office.bean(Users.class).find(code).orElseThrow().recoveryEmail();
    }
}
