package org.valija.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.awaitility.Awaitility;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuth;
import org.valija.outbox.MessageState;
import org.valija.outbox.Outbox;
import org.valija.server.InSpanish;
import org.valija.server.accounts.Accounts;
import org.valija.server.catalogues.Beneficiaries;
import org.valija.server.delivery.DocumentDeliveries;
import org.valija.server.delivery.MailTexts;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.documents.DocumentFilter;
import org.valija.server.documents.Documents;
import org.valija.server.documents.Kind;
import org.valija.server.retenciones.SampleRetenciones;
import org.valija.server.users.CurrentUser;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

/** From choosing documents to the report, as a person and as several nodes go through it. */
@ParameterizedClass
@EnumSource
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class BulkConsoleTest {

    @Parameter
    private TestDatabase database;

    @TempDir
    private Path folder;

    private BulkOffice office;

    @BeforeEach
    void open() throws IOException {
        office = new BulkOffice(database, folder, 0);
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void whoIsNotReadyIsSeenBeforeTheStartAndToldInTheReport() throws IOException {
        assertThat(office.browser.get(office.at("/envios-masivos")).has("#vacia"))
                .isTrue();
        office.sendable(1, 3);
        office.beneficiary(4, Optional.empty());
        office.take(List.of(BulkOffice.retencion(4)));
        office.beneficiary(5, Optional.of(BulkOffice.address(5)));
        office.take(List.of(BulkOffice.retencion(5).unstamped()));
        office.beneficiary(6, Optional.of(BulkOffice.address(6)));
        office.take(List.of(SampleRetenciones.selloFalso(6).withReceptor(BulkOffice.rfc(6), "PERSONA 6")));
        office.simulator.smtp().onRecipient(BulkOffice.address(2), "550 5.1.1 no such person");

        Page prepared = office.prepare();
        assertThat(prepared.text("h1")).isEqualTo("Retenciones");
        assertThat(prepared.text("#revision"))
                .isEqualTo("3 listos para enviarse 1 sin correo del beneficiario 1 sin timbrar"
                        + " 1 con un sello que no corresponde");
        assertThat(rows(prepared)).hasSize(6);
        Page lacking = office.browser.get(office.at(BulkOffice.path(prepared) + "?estado=NO_ADDRESS"));
        assertThat(rows(lacking)).singleElement().asString().contains("PERSONA 4", "Sin correo");
        Page preview = office.browser.get(office.at(BulkOffice.path(prepared) + "/vista/1?xml=true&copia=true"));
        assertThat(preview.has("#vista")).isTrue();
        assertThat(preview.text("#vista")).contains(BulkOffice.MAILBOX, ".xml");
        assertThat(office.recipients()).isEmpty();

        String path = BulkOffice.path(office.start(prepared));
        Page done = office.await(path, page -> page.text("#estado-envio").equals("Terminado"));

        assertThat(office.recipients()).containsExactlyInAnyOrder(BulkOffice.address(1), BulkOffice.address(3));
        assertThat(done.text("#resultado")).startsWith("Se enviaron 2 documentos 1 no se envió. 3 quedaron fuera");
        assertThat(rows(office.browser.get(office.at(path + "?estado=CORREO_FAILED"))))
                .singleElement()
                .asString()
                .contains("PERSONA 2", "No se envió");
        long id = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
        assertThat(sheet(id))
                .hasSize(7)
                .anyMatch(row -> row.contains("PERSONA 1") && row.contains("Enviado") && row.contains("250 "))
                .anyMatch(row -> row.contains("PERSONA 2") && row.contains("No se envió") && row.contains("550 5.1.1"))
                .anyMatch(row -> row.contains("PERSONA 4")
                        && row.contains("Sin correo")
                        && row.contains("Escribe su correo en Beneficiarios / Pagadores"))
                .anyMatch(row -> row.contains("PERSONA 5") && row.contains("Sin timbrar"))
                .anyMatch(row -> row.contains("PERSONA 6") && row.contains("Sello que no corresponde"));
        assertThat(printed(id))
                .contains("Reporte de envío: Retenciones", "6 documentos: 2 enviados", "PERSONA 4", "Sin correo");
        assertThat(office.browser.get(office.at("/envios-masivos")).text("#lista-envios"))
                .contains("Retenciones", "Terminado", "2 de 3");
    }

    @Test
    void theSameDocumentGoesToTheSameAddressAgainOnlyWhenAsked() {
        List<Long> ids = office.sendable(1, 2);
        String first = BulkOffice.path(office.start(office.prepare()));
        office.await(first, page -> page.text("#estado-envio").equals("Terminado"));
        assertThat(office.recipients()).hasSize(2);
        Bulks bulks = office.bean(Bulks.class);

        long second = asSupervisor(() -> bulks.create(office.companyId, "Otra vez", ids));
        String path = "/envios-masivos/" + second;
        Page prepared = office.await(path, page -> page.text("#estado-envio").equals("Listo para iniciar"));
        assertThat(prepared.text("#revision")).contains("0 listos para enviarse", "2 ya se enviaron");
        Page nothing = office.start(prepared);
        assertThat(nothing.text(".say")).startsWith("No hay documentos que se puedan enviar");

        office.browser.submit(
                nothing.form("#iniciar").tick("otravez").type("pdf", "").press("#empezar"));
        office.await(path, page -> page.text("#estado-envio").equals("Terminado"));
        assertThat(office.recipients()).hasSize(4);
    }

    @Test
    void whatIsPausedWaitsAndWhatIsStoppedIsTakenBack() {
        office.sendable(1, 30);
        office.bean(Outbox.class).pause(1);
        String path = BulkOffice.path(office.start(office.prepare()));
        office.await(path, page -> page.text("#en-espera").equals("30"));

        Page paused = office.browser.submit(office.browser.get(office.at(path)).form("form[action$=/pausar]"));
        assertThat(paused.text("#estado-envio")).isEqualTo("En pausa");
        assertThat(paused.text("#pausado")).startsWith("Faltan 30 por salir");
        office.bean(Outbox.class).resume(1);
        Page resumed = office.browser.submit(paused.form("form[action$=/reanudar]"));
        assertThat(resumed.text(".good")).isEqualTo("El envío continúa.");
        office.await(path, page -> page.text("#estado-envio").equals("Terminado"));
        assertThat(office.recipients()).hasSize(30).doesNotHaveDuplicates();

        office.sendable(31, 20);
        office.bean(Outbox.class).pause(1);
        String other = BulkOffice.path(office.start(office.prepare()));
        office.await(other, page -> page.text("#en-espera").equals("20"));
        office.browser.submit(office.browser.get(office.at(other)).form("form[action$=/detener]"));
        Page stopped = office.await(other, page -> page.text("#estado-envio").equals("Detenido"));

        assertThat(stopped.text("#resultado"))
                .startsWith("El envío se detuvo antes de que saliera algo 20 se detuvieron.");
        office.bean(Outbox.class).resume(1);
        assertThat(office.recipients()).hasSize(30);
        Page rest = office.browser.submit(stopped.form("form[action$=/otra]"));
        Page again = office.await(
                BulkOffice.path(rest), page -> page.text("#estado-envio").equals("Listo para iniciar"));
        assertThat(again.text("#revision")).isEqualTo("20 listos para enviarse");
    }

    @Test
    void severalNodesThatTakeTheSameDocumentsHandEachInOnce() throws Exception {
        List<Long> ids = office.sendable(1, 40);
        BulkDelivery bulk = heldByAnotherNode(ids);
        BulkItemTable items = office.bean(BulkItemTable.class);
        BulkClerk clerk = office.bean(BulkClerk.class);
        List<BulkItem> ready = items.page(bulk.id(), List.of(ItemState.READY), 0, 100);
        Callable<Long> node = () -> {
            List<BulkItem> mine = new ArrayList<>(ready);
            Collections.shuffle(mine);
            return mine.stream()
                    .filter(item -> clerk.handIn(bulk, item) instanceof HandIn.Done)
                    .count();
        };

        long done = 0;
        ExecutorService nodes = Executors.newFixedThreadPool(3);
        try {
            for (Future<Long> each : nodes.invokeAll(List.of(node, node, node))) {
                done += each.get();
            }
        } finally {
            nodes.shutdownNow();
        }

        assertThat(done).isEqualTo(40);
        assertThat(items.counts(bulk.id())).isEqualTo(Map.of(ItemState.HANDED_IN, 40L));
        assertThat(office.bean(BulkTable.class).find(bulk.id()).orElseThrow().handedIn())
                .isEqualTo(40);
        office.simulator.inbox().await(40, Duration.ofSeconds(60));
        assertThat(office.recipients()).hasSize(40).doesNotHaveDuplicates();
        assertThat(office.bean(Outbox.class).ofBatch(bulk.batch()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(40);
    }

    @Test
    void whatAKilledNodeHeldGoesOnAtAnother() {
        List<Long> ids = office.sendable(1, 5);
        BulkDelivery bulk = heldByAnotherNode(ids);
        BulkWork work = office.bean(BulkWork.class);

        assertThat(work.step()).isFalse();
        assertThat(office.bean(BulkItemTable.class).counts(bulk.id())).isEqualTo(Map.of(ItemState.READY, 5L));

        office.bean(BulkTable.class).letGo("another");
        office.await("/envios-masivos/" + bulk.id(), page -> {
            work.step();
            return page.text("#estado-envio").equals("Terminado");
        });
        assertThat(office.recipients()).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void nothingIsHandedInOnceItIsPaused() {
        BulkDelivery bulk = heldByAnotherNode(office.sendable(1, 2));
        BulkItem first = office.bean(BulkItemTable.class)
                .page(bulk.id(), List.of(ItemState.READY), 0, 1)
                .getFirst();
        assertThat(asSupervisor(() -> office.bean(Bulks.class).pause(bulk))).isTrue();

        assertThat(office.bean(BulkClerk.class).handIn(bulk, first)).isEqualTo(new HandIn.NotNow());

        assertThat(office.bean(BulkItemTable.class).counts(bulk.id())).isEqualTo(Map.of(ItemState.READY, 2L));
        assertThat(office.bean(Outbox.class).ofBatch(bulk.batch())).isEmpty();
    }

    @Test
    void nobodySeesOrTouchesWhatIsAnothers() {
        long id =
                asSupervisor(() -> office.bean(Bulks.class).create(office.companyId, "De ella", office.sendable(1, 1)));
        Bulks bulks = office.bean(Bulks.class);
        office.browser.submit(office.browser
                .get(office.at("/usuarios/nuevo"))
                .form("#registro")
                .type("code", "LUCIA"));
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("LUCIA", ""));
        try {
            assertThatThrownBy(() -> bulks.own(id)).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> bulks.own(id + 1)).isInstanceOf(AccessDeniedException.class);
            assertThat(bulks.latest(Optional.empty(), 10)).isEmpty();
        } finally {
            SecurityContextHolder.clearContext();
        }
        assertThat(office.browser.get(office.at("/envios-masivos/999")).status())
                .isEqualTo(403);
        assertThat(office.browser
                        .get(office.at("/envios-masivos/999/reporte.xlsx"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void onlyWhoMadeItStartsIt() {
        List<Long> ids = office.sendable(1, 1);
        long id = asSupervisor(() -> office.bean(Bulks.class).create(office.companyId, "De ella", ids));
        office.await("/envios-masivos/" + id, page -> page.text("#estado-envio").equals("Listo para iniciar"));
        Bulks bulks = office.bean(Bulks.class);
        Grant hers = office.bean(OAuth.class).vault().grant(1).orElseThrow();
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken("LUCIA", "", CurrentUser.INSTALLATION));
        try {
            BulkDelivery bulk = bulks.own(id);
            assertThatThrownBy(() -> bulks.start(bulk, hers, new BulkOptions(true, false, false, false)))
                    .isInstanceOf(AccessDeniedException.class);
        } finally {
            SecurityContextHolder.clearContext();
        }
        assertThat(office.bean(BulkTable.class).find(id).orElseThrow().state()).isEqualTo(BulkState.PREPARED);
    }

    @Test
    void itLeavesFromTheVeryAccountThatWasChosen() {
        List<Long> ids = office.sendable(1, 1);
        long other = accountOfTheSameAddress();
        BulkDelivery bulk = heldByAnotherNode(ids);
        assertThat(office.bean(Accounts.class)
                        .sending("SUPERVISOR", BulkOffice.MAILBOX)
                        .map(Grant::id))
                .hasValue(1L);
        BulkItem item = office.bean(BulkItemTable.class).find(bulk.id(), 1).orElseThrow();
        office.bean(Outbox.class).pause(other);
        office.bean(Database.class).inTransaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE bulk_delivery SET emails_id = ? WHERE id = ?")) {
                update.setLong(1, other);
                update.setLong(2, bulk.id());
                return update.executeUpdate();
            }
        });

        BulkDelivery chosen = office.bean(BulkTable.class).find(bulk.id()).orElseThrow();
        assertThat(office.bean(BulkClerk.class).handIn(chosen, item)).isEqualTo(new HandIn.Done());

        long mail = office.bean(BulkItemTable.class)
                .find(bulk.id(), 1)
                .flatMap(BulkItem::outboxId)
                .orElseThrow();
        assertThat(office.bean(Outbox.class).find(mail).orElseThrow().grantId()).isEqualTo(other);
    }

    /** At another provider, and disconnected; it comes before the connected one in the user's list. */
    private long accountOfTheSameAddress() {
        return office.bean(Database.class).inTransaction(connection -> {
            String givenId = database == TestDatabase.POSTGRESQL ? " OVERRIDING SYSTEM VALUE" : "";
            try (Statement insert = connection.createStatement()) {
                insert.execute("INSERT INTO \"Emails\" (\"Id\", \"RowVersion\", \"CodigoUsuario\", \"IdCliente\","
                        + " \"IdProveedor\", \"EMail\")" + givenId
                        + " SELECT 0, \"RowVersion\", \"CodigoUsuario\", \"IdCliente\","
                        + " 99, \"EMail\" FROM \"Emails\" WHERE \"Id\" = 1");
                insert.execute("INSERT INTO grant_state (emails_id, state, principal, scopes, generation, connected_at)"
                        + " SELECT 0, 'DISCONNECTED', principal, scopes, generation, connected_at FROM grant_state"
                        + " WHERE emails_id = 1");
                return 0L;
            }
        });
    }

    @Test
    void aDocumentThatCannotBePreparedNowIsTriedAgainAndTheOthersGo() {
        BulkDelivery bulk = heldByAnotherNode(office.sendable(1, 4));
        office.bean(BulkTable.class).letGo("another");
        AtomicBoolean full = new AtomicBoolean(true);
        BulkClerk clerk =
                new BulkClerk(
                        office.bean(BulkTable.class),
                        office.bean(BulkItemTable.class),
                        office.bean(Documents.class),
                        office.bean(DocumentDeliveries.class),
                        office.bean(MailTexts.class),
                        office.bean(OAuth.class)) {
                    @Override
                    HandIn handIn(BulkDelivery delivery, BulkItem item) {
                        return full.get() && item.seq() == 1
                                ? new HandIn.Later(Trouble.later(item))
                                : super.handIn(delivery, item);
                    }
                };
        BulkWork work = new BulkWork(
                office.bean(Database.class),
                office.bean(BulkTable.class),
                office.bean(BulkItemTable.class),
                clerk,
                office.bean(Outbox.class),
                office.clock);
        String path = "/envios-masivos/" + bulk.id();

        Page waiting = office.await(path, page -> {
            work.step();
            return page.has("#espera") && office.recipients().size() == 3;
        });
        assertThat(waiting.text("#espera")).contains("No pudimos preparar el correo de", "Es de nuestro servidor");
        assertThat(waiting.text("#estado-envio")).isEqualTo("Enviando");
        full.set(false);

        Page done = office.await(path, page -> {
            work.step();
            return page.text("#estado-envio").equals("Terminado");
        });
        assertThat(done.text("#resultado")).startsWith("Se enviaron 4 documentos");
        assertThat(office.recipients()).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void whatComesBackFromTheWireAfterThePauseWaitsToo() {
        office.sendable(1, 2);
        office.simulator.smtp().onRecipient(BulkOffice.address(1), "451 4.3.0 later");
        office.simulator.smtp().onRecipient(BulkOffice.address(2), "451 4.3.0 later");
        String path = BulkOffice.path(office.start(office.prepare()));
        long id = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
        Outbox outbox = office.bean(Outbox.class);
        office.await(
                path,
                page -> Long.valueOf(2)
                        .equals(outbox.ofBatch(BulkDelivery.batch(id)).get(MessageState.DEFERRED)));
        office.browser.submit(office.browser.get(office.at(path)).form("form[action$=/pausar]"));
        assertThat(outbox.ofBatch(BulkDelivery.batch(id))).isEqualTo(Map.of(MessageState.HELD, 2L));

        // As they are when the server had them while the button was pressed.
        outbox.releaseBatch(BulkDelivery.batch(id));

        office.await(path, page -> outbox.ofBatch(BulkDelivery.batch(id)).equals(Map.of(MessageState.HELD, 2L)));
    }

    @Test
    void oneThatIsInAnothersHandsIsNotEnded() {
        BulkDelivery bulk = heldByAnotherNode(office.sendable(1, 1));
        BulkTable bulks = office.bean(BulkTable.class);
        office.bean(Database.class)
                .inTransaction(connection -> office.bean(BulkItemTable.class)
                        .change(connection, bulk.id(), ItemState.READY, ItemState.STOPPED));

        office.bean(BulkWork.class).step();
        assertThat(bulks.find(bulk.id()).orElseThrow().state()).isEqualTo(BulkState.RUNNING);

        bulks.letGo("another");
        office.bean(BulkWork.class).step();
        assertThat(bulks.find(bulk.id()).orElseThrow().state()).isEqualTo(BulkState.DONE);
    }

    @Test
    void anErrorDoesNotEndTheWork() {
        AtomicInteger steps = new AtomicInteger();
        BulkWork failing =
                new BulkWork(
                        office.bean(Database.class),
                        office.bean(BulkTable.class),
                        office.bean(BulkItemTable.class),
                        office.bean(BulkClerk.class),
                        office.bean(Outbox.class),
                        office.clock) {
                    @Override
                    boolean step() {
                        steps.incrementAndGet();
                        throw new StackOverflowError("of a test");
                    }
                };

        try (BulkWorker worker = new BulkWorker(failing, Duration.ofMillis(5))) {
            Awaitility.await().until(() -> steps.get() > 3);
            assertThat(worker).isNotNull();
        }
    }

    @Test
    void whoWasDeletedAndIsBackGetsTheirDocuments() {
        long before = office.beneficiary(1, Optional.of(BulkOffice.address(1)));
        long id = office.take(List.of(BulkOffice.retencion(1))).getFirst();
        Beneficiaries beneficiaries = office.bean(Beneficiaries.class);
        beneficiaries.delete(before);
        assertThat(lacking()).containsExactly(id);

        long back = office.beneficiary(1, Optional.of(BulkOffice.address(1)));

        assertThat(lacking()).isEmpty();
        assertThat(office.bean(Documents.class).find(id).orElseThrow().beneficiaryId())
                .hasValue(back);
        assertThat(office.prepare().text("#revision")).isEqualTo("1 listo para enviarse");
    }

    private List<Long> lacking() {
        DocumentFilter filter =
                DocumentFilter.of(office.companyId, EnumSet.of(Kind.RETENCION)).withLackingAddress(true);
        return office.bean(Documents.class).ids(filter, 10);
    }

    /** Running, and held by a node that is not this one. */
    private BulkDelivery heldByAnotherNode(List<Long> ids) {
        long id = asSupervisor(() -> office.bean(Bulks.class).create(office.companyId, "Prueba", ids));
        office.await("/envios-masivos/" + id, page -> page.text("#estado-envio").equals("Listo para iniciar"));
        BulkTable bulks = office.bean(BulkTable.class);
        office.stopWorker();
        assertThat(bulks.hold(id, "another", Duration.ofMinutes(5))).isTrue();
        office.bean(Database.class)
                .inTransaction(connection -> bulks.start(
                        connection, id, 1, new BulkOptions(true, false, false, false), office.clock.instant()));
        return bulks.find(id).orElseThrow();
    }

    private <T> T asSupervisor(Supplier<T> work) {
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("SUPERVISOR", ""));
        try {
            return work.get();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private static List<String> rows(Page page) {
        return page.document().select("#lista-documentos tbody tr").eachText();
    }

    private List<String> sheet(long id) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        office.bean(BulkReports.class)
                .xlsx(office.bean(BulkTable.class).find(id).orElseThrow(), out);
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()));
                Stream<Row> rows = book.getFirstSheet().openStream()) {
            return rows.map(row -> row.stream()
                            .filter(Objects::nonNull)
                            .map(Cell::getText)
                            .collect(Collectors.joining(" | ")))
                    .toList();
        }
    }

    private String printed(long id) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        office.bean(BulkReports.class).pdf(office.bean(BulkTable.class).find(id).orElseThrow(), out);
        try (PDDocument document = Loader.loadPDF(out.toByteArray())) {
            return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
        }
    }
}
