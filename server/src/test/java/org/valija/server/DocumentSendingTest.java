package org.valija.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.cli.Service;
import org.valija.server.demo.FilledForm;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.simulator.inbox.MimePart;
import org.valija.simulator.inbox.ReceivedMessage;

/** Documents at the dialog: filled, shown before they leave, sent once to an address, and in the record. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class DocumentSendingTest {

    private static final String MAILBOX = "juan.perez@bajio.example";
    private static final String ANA = "ana.alvarez@cliente.example";
    private static final byte[] XML = "<?xml version=\"1.0\"?><pago folio=\"15\"/>".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final FormBrowser browser = new FormBrowser();
    private Service service;

    @BeforeEach
    void start() {
        Map<String, Object> properties = SimulatedSettings.of(simulator, folder);
        properties.put("valija.zone", "America/Mexico_City");
        properties.put("valija.password-server.host", "localhost");
        properties.put("valija.password-server.port", simulator.smtpsPort());
        properties.put("valija.password-server.tls", "implicit");
        chooseDatabase(properties);
        service = Service.start(properties);
        simulator.smtp().acceptPassword(MAILBOX, "abcd efgh ijkl mnop");
        connect();
        browser.submit(browser.get(at("/empresas/nueva"))
                .form("#empresa")
                .type("name", "Comercial del Bajío, S.A. de C.V.")
                .type("rfc", "CBA010101AB1"));
        browser.submit(browser.get(at("/beneficiarios/nuevo?empresa=1"))
                .form("#beneficiario")
                .type("name", "Ana Álvarez Ruiz")
                .type("rfc", "AARA800101AB1")
                .type("address-0", ANA)
                .type("contact-0", "Ana Álvarez")
                .press("#guardar"));
        document("15");
    }

    /** SQLite in the data folder, unless a subclass says otherwise. */
    void chooseDatabase(Map<String, Object> properties) {}

    @AfterEach
    void stop() {
        service.close();
        simulator.close();
    }

    @Test
    void whatIsShownBeforeLeavesOctetForOctet() {
        Page dialog = browser.get(at("/documentos/1/enviar"));
        assertThat(dialog.text("#documento")).contains("Cheque 15", "Ana Álvarez Ruiz");
        assertThat(value(dialog, "#to")).isEqualTo("Ana Álvarez <" + ANA + ">");
        assertThat(value(dialog, "#subject")).isEqualTo("Comprobante de cheque 15 · Comercial del Bajío, S.A. de C.V.");
        assertThat(dialog.document().select("#body").val()).contains("3 de marzo de 2026", "$1,234.50 MXN");
        assertThat(dialog.has("#xml[checked]") && dialog.has("#pdf[checked]")).isTrue();

        Page preview = browser.submit(dialog.form("#envio").tick("copyToMe").press("#vista"));
        assertThat(preview.text(".letter dl")).contains(ANA, "Comprobante de cheque 15", MAILBOX);
        assertThat(preview.document().select("#archivos a").eachText()).containsExactly("pago.pdf", "pago.xml");
        assertThat(octets(link(preview, "#archivos a[href$=/2]"))).isEqualTo(XML);
        byte[] shown = octets(link(preview, "#eml"));

        Page sent = sent(browser.submit(preview.form("#salida").press("#enviar")));

        ReceivedMessage mail = only();
        assertThat(mail.content()).isEqualTo(shown);
        assertThat(mail.envelope().recipients()).containsExactlyInAnyOrder(ANA, MAILBOX);
        assertThat(mail.mime().leaves().stream().map(MimePart::fileName).flatMap(Optional::stream))
                .containsExactly("pago.pdf", "pago.xml");
        assertThat(sent.text("#message-id"))
                .isEqualTo(mail.mime().header("Message-ID").orElseThrow());
    }

    @Test
    void whenTheMailChangesTheOldPreviewDoesNotLeave() {
        Page preview = browser.submit(
                browser.get(at("/documentos/1/enviar")).form("#envio").press("#vista"));
        Page draft = browser.get(link(preview, "#volver"));
        browser.submit(draft.form("#envio").type("subject", "Otro asunto").press("button[value=guardar]"));

        Page again = browser.submit(preview.form("#salida").press("#enviar"));

        assertThat(again.has("#cambio")).isTrue();
        assertThat(again.text("#asunto")).isEqualTo("Otro asunto");
        assertThat(simulator.inbox().messages()).isEmpty();
    }

    @Test
    void theSameAddressDoesNotGetItTwiceUnlessAsked() {
        sent(send(browser.get(at("/documentos/1/enviar"))));

        Page again = browser.get(at("/documentos/1/enviar"));
        assertThat(again.text("#ya-enviado")).contains(ANA, "SUPERVISOR");
        Page refused = send(again);
        assertThat(refused.text("#resumen")).contains("ya se envió a " + ANA, "No se envió otra vez");
        assertThat(simulator.inbox().messages()).hasSize(1);

        sent(browser.submit(refused.form("#envio").tick("again").press("#enviar")));
        assertThat(simulator.inbox().messages()).hasSize(2);
        assertThat(browser.get(at("/registro-entregas")).document().select("#registro tbody tr"))
                .hasSize(2);
    }

    @Test
    void whatWasTakenBackMayBeSentAgain() {
        browser.submit(browser.get(at("/bandeja")).form("form[action$=/pausar]"));
        Page waiting = send(browser.get(at("/documentos/1/enviar")));
        Page open = browser.submit(waiting.form("form[action$=/retirar]"));
        assertThat(browser.get(at("/registro-entregas?documento=1")).text("#registro .pill"))
                .isEqualTo("Cancelado");

        browser.submit(browser.get(at("/bandeja")).form("form[action$=/reanudar]"));
        sent(browser.submit(open.form("#envio").press("#enviar")));

        assertThat(simulator.inbox().messages()).hasSize(1);
    }

    @Test
    void whatWasTakenBackAndSentAnewIsNotPutBack() {
        browser.submit(browser.get(at("/bandeja")).form("form[action$=/pausar]"));
        Page waiting = send(browser.get(at("/documentos/1/enviar")));
        Page list = browser.get(at("/bancos/documentos"));
        assertThat(list.text("#lista-documentos .states")).isEqualTo("En espera");
        Page open = browser.submit(waiting.form("form[action$=/retirar]"));
        assertThat(browser.get(at("/bancos/documentos?enviado=no")).text("#lista-documentos .states"))
                .isEqualTo("Sin enviar");
        browser.submit(browser.get(at("/bandeja")).form("form[action$=/reanudar]"));
        sent(browser.submit(open.form("#envio").press("#enviar")));

        Page outbox = browser.get(at("/bandeja?estado=CANCELLED"));
        outbox.document().select("#lista input[name=id]").attr("checked", "checked");
        Page refused = browser.submit(outbox.form("#lista").press("button[value=RETRY]"));

        assertThat(refused.text(".say")).contains("se envió después", "a la misma dirección");
        assertThat(browser.get(at("/bandeja?estado=CANCELLED")).document().select("#lista tbody tr"))
                .hasSize(1);
        assertThat(simulator.inbox().messages()).hasSize(1);
        assertThat(browser.get(at("/bancos/documentos?enviado=si")).text("#lista-documentos .states"))
                .startsWith("Enviado");
    }

    @Test
    void whatWasTakenBackIsPutBackWhereItWasNotSentAnew() {
        browser.submit(browser.get(at("/bandeja")).form("form[action$=/pausar]"));
        browser.submit(send(browser.get(at("/documentos/1/enviar"))).form("form[action$=/retirar]"));
        browser.submit(browser.get(at("/bandeja")).form("form[action$=/reanudar]"));

        Page outbox = browser.get(at("/bandeja?estado=CANCELLED"));
        outbox.document().select("#lista input[name=id]").attr("checked", "checked");
        browser.submit(outbox.form("#lista").press("button[value=RETRY]"));

        Awaitility.await().until(() -> !simulator.inbox().messages().isEmpty());
        assertThat(browser.get(at("/bancos/documentos?enviado=si")).has("#lista-documentos"))
                .isTrue();
        assertThat(send(browser.get(at("/documentos/1/enviar"))).text("#resumen"))
                .contains("ya se envió a " + ANA);
    }

    @Test
    void whatAServerRefusedIsNotToldAsSent() {
        simulator.smtp().onRecipient(ANA, "550 5.1.1 no such person");
        Page failed = send(browser.get(at("/documentos/1/enviar")));
        Awaitility.await().until(() -> browser.get(failed.uri()), page -> page.has("#fallo"));

        assertThat(browser.get(at("/bancos/documentos")).text("#lista-documentos .states"))
                .isEqualTo("No se envió");
    }

    @Test
    void anAddressThatTheCatalogueDoesNotKnowIsAskedAbout() {
        Page asked = browser.submit(browser.get(at("/documentos/1/enviar"))
                .form("#envio")
                .type("to", "ana@nueva.example")
                .press("#enviar"));
        assertThat(asked.text("#pregunta")).contains("ana@nueva.example", "Ana Álvarez Ruiz", ANA);
        assertThat(simulator.inbox().messages()).isEmpty();

        sent(browser.submit(asked.form("#envio").press("#enviar-no")));
        assertThat(only().envelope().recipients()).containsExactly("ana@nueva.example");
        assertThat(value(browser.get(at("/beneficiarios/1")), "#address-0")).isEqualTo(ANA);

        document("16");
        Page other = browser.submit(browser.get(at("/documentos/2/enviar"))
                .form("#envio")
                .type("to", "ana@nueva.example")
                .press("#enviar"));
        sent(browser.submit(other.form("#envio").press("#enviar-si")));
        assertThat(value(browser.get(at("/beneficiarios/1")), "#address-0")).isEqualTo("ana@nueva.example");
    }

    @Test
    void whatWasWrittenOnceServesTheNextDocumentOfTheBeneficiary() {
        sent(browser.submit(browser.get(at("/documentos/1/enviar"))
                .form("#envio")
                .type("subject", "Ana: tu cheque 15 ya está")
                .press("#enviar")));
        document("16");

        Page dialog = browser.get(at("/documentos/2/enviar"));
        assertThat(value(dialog, "#subject")).isEqualTo("Ana: tu cheque 16 ya está");
        Page original = browser.submit(dialog.form("#envio").press("#texto-ORIGINAL"));
        assertThat(value(original, "#subject")).startsWith("Comprobante de cheque 16");
        Page last = browser.submit(original.form("#envio").press("#texto-LAST"));
        assertThat(value(last, "#subject")).isEqualTo("Ana: tu cheque 16 ya está");
    }

    @Test
    void aTemplateIsCheckedAndUsed() {
        FilledForm form = browser.get(at("/plantillas?tipo=CHEQUE")).form("#plantilla");
        Page refused = browser.submit(form.type("subject", "Pago {foliio}"));
        assertThat(refused.text("#resumen")).contains("{foliio} no es un campo");
        assertThat(value(refused, "#subject")).isEqualTo("Pago {foliio}");

        Page saved = browser.submit(refused.form("#plantilla").type("subject", "Pago {folio} de {periodo}"));
        assertThat(saved.text(".good")).startsWith("La plantilla se guardó");
        assertThat(saved.text("#muestra-asunto")).isEqualTo("Pago 15 de marzo de 2026");
        assertThat(value(browser.get(at("/documentos/1/enviar")), "#subject")).isEqualTo("Pago 15 de marzo de 2026");

        Page wrong = browser.submit(browser.get(at("/documentos/1/enviar"))
                .form("#envio")
                .type("body", "Hola {nombre}")
                .press("#enviar"));
        assertThat(wrong.text("#resumen")).contains("{nombre} no es un campo");
    }

    @Test
    void whoChangesATemplateThatAnotherHasChangedIsToldAndLosesNothing() {
        Page mine = browser.get(at("/plantillas?tipo=CHEQUE"));
        browser.submit(
                browser.get(at("/plantillas?tipo=CHEQUE")).form("#plantilla").type("subject", "El del otro"));

        Page wrong = browser.submit(mine.form("#plantilla").type("subject", "El mío {foliio}"));
        Page told = browser.submit(wrong.form("#plantilla").type("subject", "El mío {folio}"));

        assertThat(told.text("#resumen")).contains("Alguien guardó otro texto", "No se guardó nada");
        assertThat(value(told, "#subject")).isEqualTo("El mío {folio}");
        assertThat(value(browser.get(at("/plantillas?tipo=CHEQUE")), "#subject"))
                .isEqualTo("El del otro");

        Page saved = browser.submit(told.form("#plantilla"));
        assertThat(saved.text(".good")).startsWith("La plantilla se guardó");
        assertThat(value(browser.get(at("/plantillas?tipo=CHEQUE")), "#subject"))
                .isEqualTo("El mío {folio}");
    }

    @Test
    void theRecordTellsEverythingAndIsTakenAlong() throws IOException {
        Page sent = sent(send(browser.get(at("/documentos/1/enviar"))));
        String messageId = sent.text("#message-id");

        Page record = browser.get(at("/registro-entregas?palabras=%C3%A1lvarez+15&estado=SENT"));
        assertThat(record.text("#registro")).contains("Cheque 15", ANA, "SUPERVISOR", MAILBOX, messageId, "250");
        assertThat(browser.get(at("/registro-entregas?estado=FAILED")).has("#nada"))
                .isTrue();

        String csv = new String(octets(link(record, "#csv")), StandardCharsets.UTF_8);
        assertThat(csv).contains(messageId, "Ana Álvarez Ruiz", "pago.pdf");
        assertThat(octets(link(record, "#xlsx"))).startsWith('P', 'K');
        try (var pdf = Loader.loadPDF(octets(link(record, "#pdf")))) {
            assertThat(new PDFTextStripper().getText(pdf)).contains("Registro de entregas", "Cheque 15");
        }
    }

    @Test
    void withTheOptionOffItGoesByPasswordAndIntoTheRecord() {
        browser.submit(browser.get(at("/usuarios")).form("#autenticar").press("#recordar"));
        Page dialog = browser.get(at("/documentos/1/enviar"));
        assertThat(dialog.has("#oauth[checked]")).isTrue();

        Page asked = browser.submit(untick(dialog.form("#envio"))
                .type("to", "ana@nueva.example")
                .type("password", "abcd efgh ijkl mnop")
                .press("#enviar"));
        assertThat(asked.has("#pregunta #password")).isTrue();
        sent(browser.submit(
                asked.form("#envio").type("password", "abcd efgh ijkl mnop").press("#enviar-no")));

        assertThat(only().envelope().recipients()).containsExactly("ana@nueva.example");
        Page record = browser.get(at("/registro-entregas"));
        assertThat(record.text("#registro")).contains("Con contraseña", "ana@nueva.example", "Enviado");
        assertThat(browser.get(at("/documentos/1/enviar")).text("#ya-enviado")).contains("ana@nueva.example");
    }

    private static FilledForm untick(FilledForm form) {
        return form.type("oauth", "false");
    }

    private void document(String number) {
        Page saved = browser.submit(browser.get(at("/documentos/nuevo?tipo=CHEQUE"))
                .form("#documento")
                .type("number", number)
                .type("date", "2026-03-03")
                .type("beneficiaryRfc", "AARA800101AB1")
                .type("beneficiaryName", "Ana Álvarez Ruiz")
                .type("concept", "Honorarios de marzo")
                .type("amount", "1234.50")
                .attach("files", "pago.xml", "text/xml", XML));
        assertThat(saved.uri().getPath()).matches("/documentos/[0-9]+");
    }

    private Page send(Page dialog) {
        return browser.submit(dialog.form("#envio").press("#enviar"));
    }

    private Page sent(Page draft) {
        assertThat(draft.text("#resumen")).isEmpty();
        return Awaitility.await().until(() -> browser.get(draft.uri()), page -> page.has("#enviado"));
    }

    private ReceivedMessage only() {
        List<ReceivedMessage> messages = simulator.inbox().messages();
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }

    private static String value(Page page, String selector) {
        return page.document().select(selector).val();
    }

    private static URI link(Page page, String selector) {
        return URI.create(page.document().select(selector).attr("abs:href"));
    }

    private byte[] octets(URI uri) {
        return browser.octets(uri);
    }

    private void connect() {
        browser.submit(browser.get(at("/entrar"))
                .form("#entrada")
                .type("usuario", "SUPERVISOR")
                .type("clave", service.firstStart().supervisorKey().orElseThrow()));
        browser.submit(browser.get(at("/sistema/cliente-oauth"))
                .form("#cliente")
                .type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                .type("secret", SimulatedGoogle.DEMO_CLIENT.secret()));
        browser.submit(browser.get(at("/usuarios")).form("#registro").type("recoveryEmail", MAILBOX));
        browser.submit(
                browser.get(at("/usuarios")).form("#autenticar").tick("oauth").press("#recordar"));
        Page consent =
                browser.submit(browser.get(at("/usuarios")).form("#autenticar").press("#autenticar-boton"));
        browser.submit(consent.form("#consent").press("button[value=allow]"));
    }

    private URI at(String path) {
        return URI.create(service.address() + path);
    }
}
