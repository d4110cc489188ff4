package org.valija.server.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.outbox.Outbox;
import org.valija.server.InSpanish;
import org.valija.server.Nodes;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.sql.TestDatabase;

/** The system mailbox's fallback: what is new leaves from it, and so does what already waited at the account that died. */
@ParameterizedClass
@EnumSource
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class StrandedMailsTest {

    @Parameter
    private TestDatabase kind;

    @TempDir
    Path folder;

    private Nodes office;
    private long first;

    @BeforeEach
    void start() throws IOException {
        office = new Nodes(kind, folder, 1);
        office.register("rosa", "Rosa Vega", Nodes.ROSAS, "ADMINISTRATION");
        office.register("lucia", "Lucía Ramos", Nodes.LUCIAS, "SENDER");
        first = office.connect("SUPERVISOR", Nodes.MAILBOX);
        long reserve = office.connect("ROSA", Nodes.ROSAS);
        Page chosen = office.chooseMailbox(first, reserve);
        assertThat(chosen.text(".good"))
                .isEqualTo("Los enlaces salen ahora de " + Nodes.MAILBOX + " y, mientras esa no pueda, de "
                        + Nodes.ROSAS + ".");
    }

    @AfterEach
    void stop() {
        office.close();
    }

    @Test
    void whatWaitedAtTheDeadAccountLeavesFromTheOtherAndItsLinkIsGood() {
        office.simulator.google().expireAccessTokens();
        office.simulator.google().revokeGrantsOf(Nodes.MAILBOX);
        askToRecover("LUCIA");
        Awaitility.await().until(() -> !office.bean(Outbox.class).holds().isEmpty());

        office.bean(StrandedMails.class).run();

        ReceivedMessage mail = mailTo(Nodes.LUCIAS);
        assertThat(mail.envelope().sender()).isEqualTo(Nodes.ROSAS);
        assertThat(mail.mime().header("From")).hasValue(Nodes.ROSAS);
        String link = Nodes.text(mail).replaceAll("(?s).*(http\\S+/recuperar/\\S+).*", "$1");
        assertThat(new FormBrowser().get(URI.create(link)).has("#clave-nueva")).isTrue();
        office.bean(StrandedMails.class).run();
        assertThat(office.simulator.inbox().messages())
                .filteredOn(message -> Nodes.recipient(message).equals(Nodes.LUCIAS))
                .hasSize(1);

        Page page = office.supervisor.get(office.at("/sistema/buzon"));
        assertThat(page.text("#por-reserva")).startsWith(Nodes.MAILBOX + " no puede enviar; los enlaces salen de");
        assertThat(page.has("nav a[href=/sistema/buzon] .n"))
                .as("links reach people")
                .isFalse();
    }

    @Test
    void whatIsNewLeavesFromTheFirstThatCanAndWithoutOneTheAdministratorIsWarned() {
        office.bean(Outbox.class).pause(first);
        askToRecover("LUCIA");
        assertThat(mailTo(Nodes.LUCIAS).envelope().sender()).isEqualTo(Nodes.ROSAS);

        office.bean(Outbox.class).pause(2);
        assertThat(office.supervisor.get(office.at("/cuentas")).text("nav a[href=/sistema/buzon] .n"))
                .isEqualTo("1");
    }

    @Test
    void aLinkThatIsOverIsNotMoved() {
        office.bean(Outbox.class).pause(first);
        office.bean(Outbox.class).pause(2);
        askToRecover("LUCIA");
        Awaitility.await().until(() -> !office.bean(Outbox.class).waiting().isEmpty());
        office.clock.forward(Recovery.LIFETIME.plusSeconds(1));

        office.bean(RecoveryDesk.class).tidy();
        office.bean(Outbox.class).resume(2);
        office.bean(StrandedMails.class).run();

        assertThat(office.bean(Outbox.class).waiting()).isEmpty();
        assertThat(office.simulator.inbox().messages()).isEmpty();
    }

    private void askToRecover(String code) {
        FormBrowser stranger = new FormBrowser();
        stranger.submit(stranger.get(office.at("/recuperar")).form("#recuperar").type("usuario", code));
    }

    private ReceivedMessage mailTo(String address) {
        Awaitility.await()
                .until(() -> office.simulator.inbox().messages().stream()
                        .anyMatch(message -> Nodes.recipient(message).equals(address)));
        return office.simulator.inbox().messages().stream()
                .filter(message -> Nodes.recipient(message).equals(address))
                .findFirst()
                .orElseThrow();
    }
}
