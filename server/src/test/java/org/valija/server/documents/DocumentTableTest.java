package org.valija.server.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.mail.ContentSource;
import org.valija.server.audit.TestAudit;
import org.valija.server.database.InstalledDatabase;
import org.valija.server.documents.DocumentFile.Role;
import org.valija.server.documents.DocumentFileTable.NewFile;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class DocumentTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final UUID FOLIO = UUID.fromString("0b1e9a4e-55a7-4c0c-8a6f-1e4d2b7c9f10");
    private static final long COMPANY = 7;

    private final TestDatabase which;
    private final Database database;
    private final DocumentTable table;
    private final DocumentListTable lists;
    private final DocumentFiles files;
    private final DocumentStore store;

    DocumentTableTest(TestDatabase which) {
        this.which = which;
        this.database = InstalledDatabase.of(which);
        Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
        DocumentFileTable rows = new DocumentFileTable(database);
        this.table = new DocumentTable(database, rows);
        this.lists = new DocumentListTable(database);
        this.files = new DocumentFiles(database, rows, clock);
        this.store = new DocumentStore(database, table, rows, files, TestAudit.on(database, clock), clock);
    }

    @Test
    void whatWasWrittenIsRead() {
        NewDocument cheque = document(Kind.CHEQUE, "1042", LocalDate.of(2025, 12, 31), Optional.of("key:a"));

        Document found = store.add(cheque, List.of()).orElseThrow();

        assertThat(table.find(found.id())).hasValue(found);
        assertThat(found)
                .isEqualTo(new Document(
                        found.id(),
                        COMPANY,
                        Kind.CHEQUE,
                        "1042",
                        LocalDate.of(2025, 12, 31),
                        2025,
                        12,
                        Optional.empty(),
                        "CACX7605101P8",
                        "Xóchitl Casas",
                        "Honorarios",
                        Optional.of(new BigDecimal("12500.50")),
                        "MXN",
                        "BBVA 123",
                        Optional.of(FOLIO),
                        true,
                        Seal.INTEGRO,
                        2,
                        Source.FORM,
                        "ANA",
                        NOON,
                        NOON,
                        Optional.empty(),
                        0,
                        List.of()));
    }

    @Test
    void whatIsChangedIsStillKnownByItsKey() {
        Document before = store.add(
                        document(Kind.CHEQUE, "1", LocalDate.of(2025, 12, 31), Optional.of("key:a")), List.of())
                .orElseThrow();

        Document changed = store.change(
                        before.id(),
                        document(Kind.EGRESO, "2", LocalDate.of(2026, 1, 1), Optional.empty()),
                        before::equals)
                .orElseThrow();

        assertThat(changed.number()).isEqualTo("2");
        assertThat(changed.kind()).isEqualTo(Kind.EGRESO);
        assertThat(changed.year()).isEqualTo(2026);
        assertThat(store.identified(COMPANY, "key:a")).hasValue(changed);
        assertThat(store.change(before.id() + 1, document("3"), _ -> true)).isEmpty();
        assertThat(store.change(before.id(), document("3"), before::equals)).isEmpty();
        assertThat(table.find(before.id())).hasValue(changed);
    }

    @Test
    void whatWasHandedInIsToldFromAnother() {
        NewDocument like = document(Kind.CHEQUE, "1", LocalDate.of(2025, 12, 31), Optional.of("key:1:a"));
        Document one = store.add(handedIn(like, Optional.of("abc")), List.of()).orElseThrow();
        Document plain = store.add(document("2"), List.of()).orElseThrow();

        assertThat(store.isOf(one, "abc")).isTrue();
        assertThat(store.isOf(one, "abd")).isFalse();
        assertThat(store.isOf(plain, "abc")).isFalse();
        assertThat(store.change(one.id(), document("3"), _ -> true)).isPresent();
        assertThat(store.isOf(one, "abc")).isTrue();
    }

    @Test
    void theDraftsPdfGoesWithItsXmlUnlessItShowsTheStampedOne() throws IOException {
        NewDocument stamped = document(Kind.RETENCION, "", LocalDate.of(2025, 1, 1), Optional.of("uuid:" + FOLIO));
        Document draft = store.add(
                        draft(),
                        List.of(
                                kept(Role.XML, "a.xml", "<draft/>"),
                                kept(Role.PDF, "a.pdf", "draft"),
                                kept(Role.OTHER, "a.xlsx", "sheet")))
                .orElseThrow();

        Document found = store.stamp(draft.id(), stamped, List.of(kept(Role.XML, "b.xml", "<stamped/>")), Set.of())
                .orElseThrow();

        assertThat(found.files()).extracting(DocumentFile::fileName).containsExactly("a.xlsx", "b.xml");
        assertThat(contents()).isEqualTo(2);

        Document other = store.add(
                        withIdentity(draft(), "sello:y"),
                        List.of(kept(Role.XML, "c.xml", "<draft/>"), kept(Role.PDF, "c.pdf", "stamped")))
                .orElseThrow();
        Set<Long> stay = Set.of(other.file(Role.PDF).orElseThrow().id());
        assertThat(store.stamp(
                                other.id(),
                                withIdentity(stamped, "uuid:other"),
                                List.of(kept(Role.XML, "d.xml", "<stamped/>")),
                                stay)
                        .orElseThrow()
                        .files())
                .extracting(DocumentFile::fileName)
                .containsExactly("c.pdf", "d.xml");
    }

    @Test
    void amountsKeepTheirDecimals() {
        for (String amount : new String[] {"0", "0.10", "100", "999999999999999.123456"}) {
            Document found = store.add(with(document("x"), amount), List.of()).orElseThrow();
            assertThat(found.amount().orElseThrow()).isEqualTo(new BigDecimal(amount));
        }
    }

    @Test
    void theSameOneIsAddedOnceInItsCompanyAndLeavesNoOctets() throws IOException {
        NewDocument once = document(Kind.RETENCION, "", LocalDate.of(2025, 1, 1), Optional.of("uuid:" + FOLIO));
        Document first =
                store.add(once, List.of(kept(Role.XML, "a.xml", "<a/>"))).orElseThrow();

        assertThat(store.add(once, List.of(kept(Role.XML, "a.xml", "<a/>")))).isEmpty();

        assertThat(store.identified(COMPANY, "uuid:" + FOLIO)).hasValue(first);
        assertThat(store.identified(COMPANY + 1, "uuid:" + FOLIO)).isEmpty();
        assertThat(contents()).isEqualTo(1);
        assertThat(store.ofUuid(FOLIO)).containsExactly(first);
    }

    @Test
    void ofManyThatBringTheSameOneOneAddsIt() throws Exception {
        NewDocument once = document(Kind.RETENCION, "", LocalDate.of(2025, 1, 1), Optional.of("uuid:" + FOLIO));
        Callable<Boolean> bring =
                () -> store.add(once, List.of(kept(Role.XML, "a.xml", "<a/>"))).isPresent();
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            List<Boolean> added = new ArrayList<>();
            for (Future<Boolean> one : pool.invokeAll(List.of(bring, bring, bring, bring, bring, bring))) {
                added.add(one.get());
            }
            assertThat(added).containsOnlyOnce(true);
            assertThat(contents()).isEqualTo(1);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void filesComeBackAndThereIsOnePdf() throws IOException {
        Document document = store.add(document("a"), List.of(kept(Role.XML, "Ab.xml", "<a/>")))
                .orElseThrow();

        Document joined =
                store.join(document.id(), kept(Role.PDF, "ab.PDF", "%PDF-")).orElseThrow();

        assertThat(joined.files()).extracting(DocumentFile::fileName).containsExactly("Ab.xml", "ab.PDF");
        assertThat(text(joined.file(Role.PDF).orElseThrow())).isEqualTo("%PDF-");
        assertThat(store.withXml(Optional.of(COMPANY), "ab")).containsExactly(joined);
        assertThat(store.withXml(Optional.of(COMPANY + 1), "ab")).isEmpty();
        assertThat(store.join(document.id(), kept(Role.PDF, "b.pdf", "%PDF-2"))).isEmpty();
        assertThat(contents()).isEqualTo(2);

        store.remove(joined, joined.file(Role.PDF).orElseThrow());
        assertThat(table.find(document.id()).orElseThrow().hasPdf()).isFalse();
        assertThat(contents()).isEqualTo(1);
    }

    @Test
    void aDraftIsStampedOnce() throws IOException {
        Document draft =
                store.add(draft(), List.of(kept(Role.XML, "a.xml", "<draft/>"))).orElseThrow();
        NewDocument stamped = document(Kind.RETENCION, "", LocalDate.of(2025, 1, 1), Optional.of("uuid:" + FOLIO));

        Document found = store.stamp(draft.id(), stamped, List.of(kept(Role.XML, "b.xml", "<stamped/>")), Set.of())
                .orElseThrow();

        assertThat(found.stamped()).isTrue();
        assertThat(text(found.file(Role.XML).orElseThrow())).isEqualTo("<stamped/>");
        assertThat(store.identified(COMPANY, "uuid:" + FOLIO)).hasValue(found);
        assertThat(store.identified(COMPANY, "sello:x")).isEmpty();
        assertThat(store.stamp(draft.id(), stamped, List.of(kept(Role.XML, "c.xml", "<again/>")), Set.of()))
                .isEmpty();
        assertThat(contents()).isEqualTo(1);
    }

    @Test
    void whatWasSentStays() throws IOException {
        Document sent = store.add(document("a"), List.of(kept(Role.PDF, "a.pdf", "%PDF-")))
                .orElseThrow();
        Document unsent = store.add(document("b"), List.of(kept(Role.PDF, "b.pdf", "%PDF-")))
                .orElseThrow();
        database.inTransaction(connection -> {
            table.sentOnce(connection, sent.id(), NOON.plusMillis(1));
            return true;
        });

        assertThat(store.delete(sent)).isFalse();
        assertThat(store.delete(unsent)).isTrue();

        Document kept = table.find(sent.id()).orElseThrow();
        assertThat(kept.lastSentAt()).hasValue(NOON.plusMillis(1));
        assertThat(kept.sentCount()).isEqualTo(1);
        assertThat(table.find(unsent.id())).isEmpty();
        assertThat(contents()).isEqualTo(1);
    }

    @Test
    void aListGoesOnWhereItEndedWhateverTheKinds() {
        List<Document> all = new ArrayList<>();
        Kind[] kinds = {Kind.CHEQUE, Kind.EGRESO, Kind.INGRESO};
        for (int i = 0; i < 30; i++) {
            all.add(store.add(
                            document(kinds[i % 3], "n" + i, LocalDate.of(2025, 1 + i % 4, 1 + i % 5), Optional.empty()),
                            List.of())
                    .orElseThrow());
        }
        List<Long> expected =
                all.stream().map(Document::key).sorted().map(DocumentKey::id).toList();
        DocumentFilter filter = DocumentFilter.of(COMPANY, EnumSet.of(Kind.CHEQUE, Kind.EGRESO, Kind.INGRESO));

        List<Long> shown = new ArrayList<>();
        Optional<DocumentKey> after = Optional.empty();
        List<DocumentKey> part = lists.keys(filter, after, 7);
        while (!part.isEmpty()) {
            part.forEach(key -> shown.add(key.id()));
            after = Optional.of(part.getLast());
            part = lists.keys(filter, after, 7);
        }

        assertThat(shown).isEqualTo(expected);
        assertThat(lists.count(filter)).isEqualTo(30);
        assertThat(lists.count(DocumentFilter.of(COMPANY + 1))).isZero();
    }

    @Test
    void howOftenItWasSentIsCountedAnew() {
        Document document = store.add(document("a"), List.of()).orElseThrow();
        database.inTransaction(connection -> {
            table.sentOnce(connection, document.id(), NOON);
            table.hold(connection, document.id());
            table.sent(connection, document.id(), 0, Optional.empty());
            return true;
        });

        Document found = table.find(document.id()).orElseThrow();
        assertThat(found.sentCount()).isZero();
        assertThat(found.lastSentAt()).isEmpty();
        assertThat(ids(DocumentFilter.of(COMPANY).withSent(Optional.of(false)))).containsExactly(document.id());
    }

    @Test
    void filtersNarrow() throws SQLException {
        Document cheque = store.add(document(Kind.CHEQUE, "A-1", LocalDate.of(2025, 3, 1), Optional.empty()), List.of())
                .orElseThrow();
        Document draft = store.add(draft(), List.of()).orElseThrow();
        database.inTransaction(connection -> {
            table.sentOnce(connection, cheque.id(), NOON);
            return true;
        });
        DocumentFilter all = DocumentFilter.of(COMPANY);

        assertThat(ids(all.in(2025, 3, 3))).containsExactly(cheque.id());
        assertThat(ids(all.in(2025, 4, 12))).isEmpty();
        assertThat(ids(all.in(2024, 1, 12))).containsExactly(draft.id());
        assertThat(ids(all.withText("XOCHITL a-1"))).containsExactly(cheque.id());
        assertThat(ids(all.withText("casas"))).containsExactly(cheque.id(), draft.id());
        assertThat(ids(all.withText("100%"))).isEmpty();
        assertThat(ids(all.withText("0b1e9a4e"))).containsExactly(cheque.id());
        assertThat(ids(all.withSent(Optional.of(true)))).containsExactly(cheque.id());
        assertThat(ids(all.withSent(Optional.of(false)))).containsExactly(draft.id());
        assertThat(ids(all.withStamped(Optional.of(false)))).containsExactly(draft.id());
        assertThat(ids(DocumentFilter.of(COMPANY, EnumSet.of(Kind.CHEQUE)))).containsExactly(cheque.id());
    }

    @Test
    void whoseBeneficiaryHasNoAddressLacksOne() {
        long company = insert(
                "INSERT INTO company (rfc, name, regime, postal_code, colour, active) VALUES ('R', 'N', '', '', '', "
                        + no(true) + ") RETURNING id");
        long reached = beneficiary(company, "A");
        long copied = beneficiary(company, "B");
        contact(reached, false);
        contact(copied, true);
        Document one = store.add(of(company, Optional.of(reached)), List.of()).orElseThrow();
        Document two = store.add(of(company, Optional.of(copied)), List.of()).orElseThrow();
        Document three = store.add(of(company, Optional.empty()), List.of()).orElseThrow();

        DocumentFilter lacking = DocumentFilter.of(company).withLackingAddress(true);
        assertThat(ids(lacking)).containsExactlyInAnyOrder(two.id(), three.id());
        assertThat(lists.lackingAddress(List.of(one.id(), two.id(), three.id())))
                .containsOnly(two.id(), three.id());
        assertThat(ids(DocumentFilter.of(company).of(Optional.of(reached)))).containsExactly(one.id());
    }

    @Test
    void octetsWithoutADocumentAreDeletedAfterADay() throws IOException {
        kept(Role.XML, "young.xml", "<a/>");
        DocumentFiles tomorrow = new DocumentFiles(
                database,
                new DocumentFileTable(database),
                Clock.fixed(Instant.now().plus(Duration.ofHours(25)), ZoneOffset.UTC));
        Document document = store.add(document("a"), List.of(kept(Role.XML, "a.xml", "<a/>")))
                .orElseThrow();

        assertThat(new DocumentFiles(database, new DocumentFileTable(database), Clock.systemUTC()).sweep())
                .isZero();
        assertThat(tomorrow.sweep()).isEqualTo(1);

        assertThat(contents()).isEqualTo(1);
        assertThat(text(document.file(Role.XML).orElseThrow())).isEqualTo("<a/>");
    }

    /** What makes long lists fast; SQLite tells it for any length, PostgreSQL only for long ones. */
    @Test
    void listsGoByTheirIndex() {
        if (which != TestDatabase.SQLITE) {
            return;
        }
        String plan = database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                            "EXPLAIN QUERY PLAN SELECT period, date, id FROM document WHERE company_id = 1 AND kind = 'CHEQUE'"
                                    + " AND sent_count = 0 AND instr(words, 'x') > 0 AND (period, date, id) < (202512, '2025', 1)"
                                    + " ORDER BY period DESC, date DESC, id DESC LIMIT 50");
                    ResultSet rows = query.executeQuery()) {
                StringBuilder all = new StringBuilder();
                while (rows.next()) {
                    all.append(rows.getString("detail")).append('\n');
                }
                return all.toString();
            }
        });

        assertThat(plan).contains("COVERING INDEX document_list").doesNotContain("TEMP B-TREE");
    }

    private List<Long> ids(DocumentFilter filter) {
        List<Long> ids = lists.keys(filter, Optional.empty(), 100).stream()
                .map(DocumentKey::id)
                .toList();
        assertThat(lists.count(filter)).isEqualTo(ids.size());
        return ids;
    }

    private NewFile kept(Role role, String name, String content) throws IOException {
        return files.keep(role, name, ContentSource.of(content.getBytes(StandardCharsets.UTF_8)));
    }

    private String text(DocumentFile file) throws IOException {
        try (InputStream in = files.content(file).open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private long contents() {
        return number("SELECT COUNT(DISTINCT content_id) FROM document_content");
    }

    private long beneficiary(long company, String rfc) {
        return insert("INSERT INTO beneficiary (company_id, rfc, identity, name, name_fold, curp, postal_code, search)"
                + " VALUES (" + company + ", '" + rfc + "', '" + rfc + "', 'N', 'n', '', '', '') RETURNING id");
    }

    private void contact(long beneficiary, boolean copy) {
        insert("INSERT INTO beneficiary_contact (beneficiary_id, name, address, role, is_copy) VALUES (" + beneficiary
                + ", '', 'a@b.mx', '', " + no(copy) + ") RETURNING id");
    }

    private String no(boolean value) {
        return which == TestDatabase.SQLITE ? (value ? "1" : "0") : Boolean.toString(value);
    }

    private long insert(String sql) {
        return database.inTransaction(connection -> number(connection, sql));
    }

    private long number(String sql) {
        return database.run(connection -> number(connection, sql));
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static NewDocument document(String number) {
        return document(Kind.CHEQUE, number, LocalDate.of(2025, 12, 31), Optional.empty());
    }

    private static NewDocument document(Kind kind, String number, LocalDate date, Optional<String> identity) {
        return new NewDocument(
                COMPANY,
                kind,
                number,
                date,
                date.getYear(),
                date.getMonthValue(),
                Optional.empty(),
                "CACX7605101P8",
                "Xóchitl Casas",
                "Honorarios",
                Optional.of(new BigDecimal("12500.50")),
                "MXN",
                "BBVA 123",
                Optional.of(FOLIO),
                true,
                Seal.INTEGRO,
                2,
                Source.FORM,
                "ANA",
                identity,
                Optional.empty());
    }

    private static NewDocument draft() {
        NewDocument like = document("");
        return new NewDocument(
                like.companyId(),
                Kind.RETENCION,
                "",
                LocalDate.of(2024, 1, 1),
                2024,
                1,
                Optional.empty(),
                like.beneficiaryRfc(),
                like.beneficiaryName(),
                "",
                Optional.empty(),
                "MXN",
                "",
                Optional.empty(),
                false,
                Seal.INTEGRO,
                0,
                Source.FOLDER,
                "entrada",
                Optional.of("sello:x"),
                Optional.empty());
    }

    private static NewDocument withIdentity(NewDocument like, String identity) {
        return known(like, Optional.of(identity), Optional.empty());
    }

    private static NewDocument handedIn(NewDocument like, Optional<String> fingerprint) {
        return known(like, like.identity(), fingerprint);
    }

    private static NewDocument known(NewDocument like, Optional<String> identity, Optional<String> fingerprint) {
        return new NewDocument(
                like.companyId(),
                like.kind(),
                like.number(),
                like.date(),
                like.year(),
                like.month(),
                like.beneficiaryId(),
                like.beneficiaryRfc(),
                like.beneficiaryName(),
                like.concept(),
                like.amount(),
                like.currency(),
                like.bankAccount(),
                like.uuid(),
                like.stamped(),
                like.seal(),
                like.findings(),
                like.source(),
                like.createdBy(),
                identity,
                fingerprint);
    }

    private static NewDocument with(NewDocument like, String amount) {
        return of(like, like.companyId(), like.beneficiaryId(), Optional.of(new BigDecimal(amount)));
    }

    private static NewDocument of(long company, Optional<Long> beneficiary) {
        NewDocument like = document("");
        return of(like, company, beneficiary, like.amount());
    }

    private static NewDocument of(
            NewDocument like, long company, Optional<Long> beneficiary, Optional<BigDecimal> amount) {
        return new NewDocument(
                company,
                like.kind(),
                like.number(),
                like.date(),
                like.year(),
                like.month(),
                beneficiary,
                like.beneficiaryRfc(),
                like.beneficiaryName(),
                like.concept(),
                amount,
                like.currency(),
                like.bankAccount(),
                like.uuid(),
                like.stamped(),
                like.seal(),
                like.findings(),
                like.source(),
                like.createdBy(),
                like.identity(),
                like.fingerprint());
    }
}
