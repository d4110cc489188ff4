package org.valija.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.valija.outbox.DeliveryFixture.await;
import static org.valija.outbox.DeliveryFixture.mail;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.ClienteOauth;
import org.valija.mail.Attachment;
import org.valija.mail.ContentSource;
import org.valija.mail.MimeContent;
import org.valija.mail.Outcome;
import org.valija.mail.OutgoingMail;
import org.valija.mail.Parcel;
import org.valija.mail.SendingCapacity;
import org.valija.mail.SendingQuota;
import org.valija.mail.SmtpReply;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Secret;
import org.valija.outbox.Attempt.Result;
import org.valija.simulator.google.FailurePlan;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.sql.DatabaseException;
import org.valija.sql.TestDatabase;

/** What becomes of accepted mail, through the simulator's SMTP server, on both databases. */
@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
class DeliveryTest {

    @Parameter
    TestDatabase kind;

    @TempDir
    Path folder;

    private DeliveryFixture fixture;
    private Outbox outbox;

    @BeforeEach
    void open() {
        fixture = new DeliveryFixture(kind, folder);
        outbox = fixture.outbox();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anAcceptedMailArrivesAndItsEndIsKept() {
        fixture.deliver();

        long id = fixture.enqueue("Constancia");

        fixture.awaitState(id, MessageState.SENT);
        OutboxMail sent = fixture.find(id);
        assertThat(sent.endedAt()).isPresent();
        assertThat(sent.attempts()).isEqualTo(1);
        assertThat(sent.detail()).startsWith("250");
        assertThat(outbox.attempts(id)).singleElement().satisfies(attempt -> {
            assertThat(attempt.result()).isEqualTo(Result.DELIVERED);
            assertThat(attempt.node()).isEqualTo("node-1");
            assertThat(attempt.detail()).startsWith("250");
        });
        assertThat(fixture.received()).containsExactly("Constancia");
        assertThat(outbox.waiting()).isEmpty();
        assertThat(outbox.hours(fixture.clock.instant().minus(Duration.ofHours(2))))
                .singleElement()
                .satisfies(hour -> assertThat(hour.sent()).isEqualTo(1));
    }

    @Test
    void whatWasAcceptedBeforeAnybodyDeliveredIsFound() {
        long id = fixture.enqueue("Constancia");

        fixture.deliver();

        fixture.awaitState(id, MessageState.SENT);
    }

    @Test
    void whatACallerCommitsIsFoundWithoutBeingTold() {
        fixture.deliver();
        OutgoingMail mail = mail(fixture.grant, "Factura", "ana@cliente.example");

        long id = fixture.database
                .inTransaction(connection -> {
                    try (MimeContent content = MimeContent.of(mail)) {
                        return outbox.enqueue(
                                connection, NewMail.of(fixture.grant.id(), Lane.INTERACTIVE, mail), content);
                    }
                })
                .id();

        fixture.awaitState(id, MessageState.SENT);
    }

    @Test
    void theMoreUrgentGoFirstAndEachLaneKeepsItsOrder() {
        outbox.setOrdered(fixture.grant.id(), true);
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            fixture.enqueue(fixture.grant, Lane.BULK, "bulk " + i, "ana@cliente.example");
        }
        fixture.enqueue(fixture.grant, Lane.INTERACTIVE, "interactive", "ana@cliente.example");
        fixture.enqueue(fixture.grant, Lane.RECOVERY, "recovery", "ana@cliente.example");
        wanted.add("recovery");
        wanted.add("interactive");
        IntStream.range(0, 12).forEach(i -> wanted.add("bulk " + i));

        fixture.deliver();

        await().untilAsserted(() -> assertThat(fixture.received()).isEqualTo(wanted));
    }

    @Test
    void aMailForLaterWaitsForItsTime() {
        fixture.deliver();
        OutgoingMail letter = mail(fixture.grant, "Mañana", "ana@cliente.example");
        long later = fixture.enqueue(
                NewMail.of(fixture.grant.id(), Lane.BULK, letter)
                        .notBefore(fixture.clock.instant().plus(Duration.ofHours(9))),
                letter);
        long now = fixture.enqueue("Hoy");

        fixture.awaitState(now, MessageState.SENT);
        assertThat(fixture.find(later).state()).isEqualTo(MessageState.QUEUED);
        fixture.clock.forward(Duration.ofHours(10));

        fixture.awaitState(later, MessageState.SENT);
    }

    @Test
    void anEndedPermissionHoldsTheAccountAndAuthenticatingReleasesInOrder() {
        fixture.deliver();
        fixture.simulator.google().revokeGrantsOf(DeliveryFixture.JUAN);
        outbox.setOrdered(fixture.grant.id(), true);
        List<Long> ids =
                IntStream.range(0, 10).mapToObj(i -> fixture.enqueue("n" + i)).toList();

        await().untilAsserted(() -> assertThat(outbox.holds()).singleElement().satisfies(hold -> {
            assertThat(hold.kind()).isEqualTo(HoldKind.NEEDS_AUTHENTICATION);
            assertThat(hold.grantId()).isEqualTo(fixture.grant.id());
            assertThat(hold.diagnosis()).isPresent();
        }));
        assertThat(outbox.waiting())
                .containsExactly(new WaitingCount(
                        fixture.grant.id(),
                        Lane.BULK,
                        MessageState.HELD,
                        Optional.of(HoldKind.NEEDS_AUTHENTICATION),
                        ids.size()));
        assertThat(fixture.find(ids.get(3)).held()).contains(HoldKind.NEEDS_AUTHENTICATION);
        assertThat(outbox.search(MailFilter.ALL.in(MessageState.HELD), Optional.empty(), 100)
                        .mails())
                .hasSize(10);
        fixture.simulator.inbox().clear();

        fixture.authenticate("JUAN", DeliveryFixture.JUAN);

        await().untilAsserted(() -> assertThat(fixture.received())
                .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "n" + i).toList()));
        assertThat(outbox.holds()).isEmpty();
    }

    @Test
    void aClientThatIsMendedReleasesTheAccountAtOnce() {
        fixture.clock.forward(Duration.ofHours(5));
        fixture.simulator.google().fail(FailurePlan.tokenError("invalid_client").times(1));
        fixture.deliver();
        long id = fixture.enqueue("Constancia");
        await().untilAsserted(() -> assertThat(outbox.holds())
                .singleElement()
                .extracting(AccountHold::kind)
                .isEqualTo(HoldKind.NEEDS_ADMIN));

        fixture.first()
                .register(OAuthClient.desktop(
                        Provider.GMAIL,
                        SimulatedGoogle.DEMO_CLIENT.id(),
                        Secret.of(SimulatedGoogle.DEMO_CLIENT.secret())));

        fixture.awaitState(id, MessageState.SENT);
    }

    @Test
    void authenticatingOnANodeThatDoesNotDeliverReleasesToo() {
        fixture.node(Optional.empty()).deliver(Dispatcher.Setup.of("other"));
        fixture.simulator.google().revokeGrantsOf(DeliveryFixture.JUAN);
        long id = fixture.enqueue("Constancia");
        await().untilAsserted(() -> assertThat(outbox.holds()).hasSize(1));

        fixture.authenticate("JUAN", DeliveryFixture.JUAN);

        fixture.awaitState(id, MessageState.SENT);
        assertThat(outbox.holds()).isEmpty();
    }

    @Test
    void aHoldThatIsNotedAfterItsUserAuthenticatedAgainEnds() {
        Grant before = fixture.grant;
        fixture.clock.forward(Duration.ofSeconds(1));
        fixture.authenticate("JUAN", DeliveryFixture.JUAN);
        Trouble late = new Trouble(
                Optional.of(HoldKind.NEEDS_AUTHENTICATION), "grant-revoked", "invalid_grant", Optional.empty());
        fixture.database.inTransaction(connection -> {
            AccountTable accounts = outbox.tables().accounts();
            accounts.stop(
                    connection,
                    before.id(),
                    accounts.nextFence(connection, before.id()),
                    late,
                    Optional.empty(),
                    Optional.of(before),
                    fixture.clock.instant().plusSeconds(60));
            return true;
        });
        fixture.deliver();

        long id = fixture.enqueue("Constancia");

        fixture.awaitState(id, MessageState.SENT);
    }

    @Test
    void aMailDoesNotWaitForAnotherOfItsAccountThatTakesLong() {
        fixture.deliver();
        fixture.awaitState(fixture.enqueue("before"), MessageState.SENT);
        fixture.simulator.smtp().stallOn("CONTENT", Duration.ofSeconds(6), 1);
        long slow = fixture.enqueue("slow");
        fixture.awaitState(slow, MessageState.SENDING);

        long next = fixture.enqueue("next");

        fixture.awaitState(next, MessageState.SENT);
        assertThat(outbox.find(slow).orElseThrow().state()).isEqualTo(MessageState.SENDING);
    }

    @Test
    void aContentThatTheDatabaseDoesNotGiveIsTriedAgainAndTheOthersGoOn() {
        long kept = fixture.enqueue("kept");
        long good = fixture.enqueue("good");
        long contentId = outbox.find(kept).orElseThrow().content().orElseThrow().id();
        String fails = kind == TestDatabase.SQLITE
                ? "ABS(content_id - content_id - 9223372036854775807 - 1)"
                : "1 / (content_id - content_id)";
        fixture.execute("INSERT INTO outbox_chunk SELECT id, 0, sha256, whole FROM outbox_content");
        fixture.execute("UPDATE outbox_content SET whole = NULL");
        fixture.execute("ALTER TABLE outbox_chunk RENAME TO chunk");
        fixture.execute("CREATE VIEW outbox_chunk AS SELECT content_id, CASE WHEN content_id = " + contentId + " THEN "
                + fails + " ELSE seq END AS seq, sha256, octets FROM chunk");

        fixture.deliver();

        fixture.awaitState(good, MessageState.SENT);
        fixture.awaitState(kept, MessageState.DEFERRED);
        OutboxMail deferred = outbox.find(kept).orElseThrow();
        assertThat(deferred.cause()).contains("content-unreadable");
        assertThat(deferred.attempts()).isEqualTo(1);

        fixture.execute("DROP VIEW outbox_chunk");
        fixture.execute("ALTER TABLE chunk RENAME TO outbox_chunk");
        outbox.retry(List.of(kept));
        fixture.awaitState(kept, MessageState.SENT);
    }

    @Test
    void whatADrainSaysAfterAnotherTookOverHoldsNothing() {
        Trouble late = new Trouble(
                Optional.of(HoldKind.NEEDS_AUTHENTICATION), "grant-revoked", "invalid_grant", Optional.empty());
        AccountTable accounts = outbox.tables().accounts();

        fixture.database.inTransaction(connection -> {
            long first = accounts.nextFence(connection, fixture.grant.id());
            long second = accounts.nextFence(connection, fixture.grant.id());
            accounts.stop(
                    connection, fixture.grant.id(), first, late, Optional.empty(), Optional.empty(), Instant.EPOCH);
            assertThat(outbox.tables().accounts().held(connection)).isEmpty();
            accounts.stop(
                    connection, fixture.grant.id(), second, late, Optional.empty(), Optional.empty(), Instant.EPOCH);
            return true;
        });

        assertThat(outbox.holds()).extracting(AccountHold::kind).containsExactly(HoldKind.NEEDS_AUTHENTICATION);
    }

    @Test
    void aDrainWhoseAccountWasTakenOverLeavesItToOthersAndTakesItAgain() {
        fixture.deliver();
        fixture.simulator.smtp().stallOn("CONTENT", Duration.ofSeconds(1), 1);
        long slow = fixture.enqueue("slow");
        fixture.awaitState(slow, MessageState.SENDING);
        fixture.execute("UPDATE outbox_schedule SET picked = " + (kind == TestDatabase.SQLITE ? "0" : "FALSE")
                + ", picked_by = NULL, last_heartbeat = NULL, version = version + 1, execution_time = execution_time + "
                + (kind == TestDatabase.SQLITE ? "86400000" : "INTERVAL '1 day'"));
        fixture.awaitState(slow, MessageState.SENT);

        long next = fixture.enqueue("next");

        fixture.awaitState(next, MessageState.SENT);
    }

    @Test
    void twoNodesThatWakeTheSameAccountDoNotWaitForEachOther() {
        assumeTrue(kind == TestDatabase.POSTGRESQL, "SQLite has one writer");
        ScheduleTable schedule = outbox.tables().schedule();
        Instant now = Instant.now();
        fixture.database.inTransaction(
                connection -> schedule.create(connection, fixture.grant.id(), now.plusSeconds(3600)));

        fixture.database.inTransaction(one -> {
            assertThat(schedule.wake(one, fixture.grant.id(), now)).isTrue();
            boolean other = fixture.database.inTransaction(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET LOCAL lock_timeout = 1");
                }
                return schedule.wake(connection, fixture.grant.id(), now);
            });
            assertThat(other).isFalse();
            return true;
        });
    }

    @Test
    void whatTheServerPutsOffIsTriedAgain() {
        fixture.deliver();
        fixture.simulator.smtp().onCommand("RCPT", "451 4.3.0 come back later", 1);

        long id = fixture.enqueue("Constancia");

        fixture.awaitState(id, MessageState.DEFERRED);
        assertThat(fixture.find(id).dueAt()).isAfter(fixture.clock.instant());
        fixture.clock.forward(Duration.ofMinutes(2));
        fixture.awaitState(id, MessageState.SENT);
        assertThat(outbox.attempts(id)).extracting(Attempt::result).containsExactly(Result.DEFERRED, Result.DELIVERED);
        assertThat(fixture.received()).hasSize(1);
    }

    @Test
    void whatGrowsTooOldFails() {
        fixture.deliver();
        fixture.simulator.smtp().onRecipient("ana@cliente.example", "451 4.3.0 come back later");
        long id = fixture.enqueue("Constancia");
        fixture.awaitState(id, MessageState.DEFERRED);

        fixture.clock.forward(Duration.ofDays(3));

        fixture.awaitState(id, MessageState.FAILED);
        assertThat(fixture.find(id).cause()).contains("too-old");
    }

    @Test
    void whatTheServerRefusesFailsWithItsWordsAndMayBeTriedAgain() {
        fixture.deliver();
        fixture.simulator.smtp().onRecipient("ana@cliente.example", "550 5.1.1 no such person");
        long id = fixture.enqueue("Constancia");
        fixture.awaitState(id, MessageState.FAILED);
        assertThat(fixture.find(id).refused()).contains("ana@cliente.example 550 5.1.1 no such person");
        fixture.simulator.smtp().clearFailures();

        assertThat(outbox.retry(List.of(id))).isEqualTo(1);

        fixture.awaitState(id, MessageState.SENT);
        assertThat(outbox.attempts(id)).extracting(Attempt::result).containsExactly(Result.REJECTED, Result.DELIVERED);
    }

    @Test
    void whoCouldNotBeReachedGetsItLaterAndNobodyTwice() {
        fixture.deliver();
        fixture.simulator.smtp().onRecipient("luz@cliente.example", "450 4.2.1 mailbox busy");
        fixture.simulator.smtp().onRecipient("nadie@cliente.example", "550 5.1.1 no such person");
        long id = fixture.enqueue(
                fixture.grant, Lane.BULK, "A tres", "ana@cliente.example, luz@cliente.example, nadie@cliente.example");

        fixture.awaitState(id, MessageState.DEFERRED);
        assertThat(fixture.find(id).deliveredSome()).isTrue();
        fixture.simulator.smtp().clearFailures();
        fixture.clock.forward(Duration.ofMinutes(2));

        fixture.awaitState(id, MessageState.SENT);
        assertThat(fixture.simulator.inbox().messages())
                .extracting(message -> message.envelope().recipients())
                .containsExactlyInAnyOrder(List.of("ana@cliente.example"), List.of("luz@cliente.example"));
        assertThat(fixture.find(id).refused()).contains("nadie@cliente.example").doesNotContain("luz@");
    }

    @Test
    void aQuotaOfTheProvidersHoldsTheAccountUntilItGoesOn() {
        fixture.simulator.smtp().setQuota(3);
        outbox.setOrdered(fixture.grant.id(), true);
        fixture.deliver();
        List<Long> ids =
                IntStream.range(0, 8).mapToObj(i -> fixture.enqueue("n" + i)).toList();

        await().untilAsserted(() -> assertThat(outbox.holds()).singleElement().satisfies(hold -> {
            assertThat(hold.kind()).isEqualTo(HoldKind.QUOTA_REACHED);
            assertThat(hold.resumeAt()).isPresent();
        }));
        assertThat(fixture.received()).hasSize(3);
        fixture.simulator.smtp().setQuota(100);
        fixture.clock.forward(Duration.ofHours(2));

        ids.forEach(id -> fixture.awaitState(id, MessageState.SENT));
        assertThat(fixture.received()).hasSize(8).doesNotHaveDuplicates();
        assertThat(outbox.holds()).isEmpty();
    }

    @Test
    void ourOwnCountStopsBeforeTheProviderMust() {
        ClienteOauth node = fixture.node(Optional.of(SendingQuota.perDay(5)));
        node.deliver(Dispatcher.Setup.of("counting"));
        List<Long> ids =
                IntStream.range(0, 12).mapToObj(i -> fixture.enqueue("n" + i)).toList();

        await().untilAsserted(() -> assertThat(fixture.received()).hasSize(5));
        await().untilAsserted(
                        () -> assertThat(outbox.usedOfDay(fixture.grant.id())).isEqualTo(new QuotaUse(5, 5)));
        await().untilAsserted(() -> assertThat(outbox.holds())
                .singleElement()
                .satisfies(hold -> assertThat(hold.resumeAt().orElseThrow())
                        .isAfter(fixture.clock.instant().plus(Duration.ofHours(23)))));
        fixture.clock.forward(Duration.ofHours(26));
        await().untilAsserted(() -> assertThat(fixture.received()).hasSize(10));
        fixture.clock.forward(Duration.ofHours(26));

        ids.forEach(id -> fixture.awaitState(id, MessageState.SENT));
        assertThat(fixture.received()).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void aQuotaOfTheMinuteOnlyWaits() {
        ClienteOauth node =
                fixture.node(Optional.of(new SendingQuota(SendingQuota.UNBOUNDED, SendingQuota.UNBOUNDED, 4)));
        node.deliver(Dispatcher.Setup.of("counting"));
        IntStream.range(0, 6).forEach(i -> fixture.enqueue("n" + i));

        await().untilAsserted(() -> assertThat(fixture.received()).hasSizeGreaterThanOrEqualTo(4));
        assertThat(outbox.holds()).isEmpty();
        fixture.clock.forward(Duration.ofMinutes(1));

        await().untilAsserted(() -> assertThat(fixture.received()).hasSize(6));
    }

    @Test
    void aLostAnswerIsToldAndTheMailSentAgainUnderTheSameMessageId() {
        fixture.deliver();
        fixture.simulator.smtp().loseReplyOn("CONTENT", 1);

        long id = fixture.enqueue("Constancia");

        await().untilAsserted(() -> assertThat(fixture.find(id).unknowns()).isEqualTo(1));
        fixture.clock.forward(Duration.ofMinutes(2));
        fixture.awaitState(id, MessageState.SENT);
        assertThat(outbox.attempts(id)).extracting(Attempt::result).containsExactly(Result.UNKNOWN, Result.DELIVERED);
        assertThat(fixture.simulator.inbox().messages())
                .hasSize(2)
                .extracting(message -> message.mime().header("Message-ID"))
                .containsOnly(Optional.of(fixture.find(id).messageId()));
    }

    @Test
    void wherePeopleDecideALostAnswerWaitsForThem() {
        fixture.deliver(DeliveryPolicy.STANDARD.withUnknown(DeliveryPolicy.Unknown.HOLD));
        fixture.simulator.smtp().loseReplyOn("CONTENT", 2);
        long one = fixture.enqueue("uno");
        fixture.awaitState(one, MessageState.UNKNOWN);
        long other = fixture.enqueue("dos");
        fixture.awaitState(other, MessageState.UNKNOWN);
        fixture.clock.forward(Duration.ofDays(1));
        assertThat(fixture.find(one).state()).isEqualTo(MessageState.UNKNOWN);

        assertThat(outbox.settle(one)).isTrue();
        assertThat(outbox.retry(List.of(other))).isEqualTo(1);

        fixture.awaitState(other, MessageState.SENT);
        assertThat(fixture.find(one).endedAt()).isPresent();
        assertThat(fixture.received()).containsExactly("uno", "dos", "dos");
    }

    @Test
    void aServerThatIsAwayCostsNoMailAnAttempt() {
        fixture.simulator.smtp().stopListening();
        fixture.deliver();
        List<Long> ids =
                IntStream.range(0, 20).mapToObj(i -> fixture.enqueue("n" + i)).toList();
        await().untilAsserted(() -> assertThat(pause()).isPresent());

        fixture.simulator.smtp().listen();
        fixture.clock.forward(Duration.ofMinutes(20));

        ids.forEach(id -> fixture.awaitState(id, MessageState.SENT));
        assertThat(ids).allSatisfy(id -> assertThat(fixture.find(id).attempts()).isEqualTo(1));
        assertThat(pause()).isEmpty();
    }

    private Optional<Instant> pause() {
        return fixture.database
                .run(connection -> outbox.tables().accounts().find(connection, fixture.grant.id()))
                .flatMap(AccountTable.Row::resumeAt);
    }

    @Test
    void whatAKilledNodeHadBegunIsOfUnknownEndAndWhatItHadNotIsNot() {
        long begun = fixture.enqueue("begun");
        long waiting = fixture.enqueue("waiting");
        fixture.execute("UPDATE outbox_message SET state = 'SENDING', fence = 77, attempts = 1 WHERE id = " + begun);

        fixture.deliver();

        fixture.awaitState(waiting, MessageState.SENT);
        await().untilAsserted(() -> assertThat(outbox.attempts(begun))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.cause()).contains("delivery-interrupted")));
        fixture.clock.forward(Duration.ofMinutes(2));
        fixture.awaitState(begun, MessageState.SENT);
        assertThat(fixture.find(begun).unknowns()).isEqualTo(1);
        assertThat(fixture.find(waiting).unknowns()).isZero();
    }

    @Test
    void aDamagedMailFailsAndTheRestGoesOn() {
        List<Long> ids =
                IntStream.range(0, 5).mapToObj(i -> fixture.enqueue("n" + i)).toList();
        long content = fixture.find(ids.get(2)).content().orElseThrow().id();
        fixture.execute("UPDATE outbox_content SET whole = " + (kind == TestDatabase.SQLITE ? "X'00'" : "'\\x00'")
                + " WHERE id = " + content);

        fixture.deliver();

        fixture.awaitState(ids.get(2), MessageState.FAILED);
        assertThat(fixture.find(ids.get(2)).cause()).contains("content-damaged");
        ids.stream().filter(id -> !id.equals(ids.get(2))).forEach(id -> fixture.awaitState(id, MessageState.SENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"DELETE FROM outbox_chunk WHERE seq = 5", "UPDATE outbox_chunk SET octets = %s WHERE seq = 5"})
    void aLargeMailThatIsDamagedInTheMiddleFailsAndTheRestGoesOn(String damage) {
        long before = fixture.enqueue("before");
        OutgoingMail letter = large();
        long large = fixture.enqueue(NewMail.of(fixture.grant.id(), Lane.BULK, letter), letter);
        long after = fixture.enqueue("after");
        fixture.execute(damage.formatted(kind == TestDatabase.SQLITE ? "X'00'" : "'\\x00'"));

        fixture.deliver();

        fixture.awaitState(large, MessageState.FAILED);
        assertThat(fixture.find(large).cause()).contains("content-damaged");
        assertThat(fixture.find(large).detail()).contains("part 5");
        fixture.awaitState(before, MessageState.SENT);
        fixture.awaitState(after, MessageState.SENT);
        assertThat(fixture.received()).containsExactlyInAnyOrder("before", "after");
        assertThat(outbox.holds()).isEmpty();
    }

    @Test
    void peopleHoldReleaseAndTakeBack() {
        outbox.pause(fixture.grant.id());
        fixture.deliver();
        long goes = fixture.enqueue("goes");
        long held = fixture.enqueue("held");
        long cancelled = fixture.enqueue("cancelled");
        assertThat(fixture.find(goes).state()).isEqualTo(MessageState.HELD);
        assertThat(outbox.hold(List.of(held))).isEqualTo(1);
        assertThat(outbox.cancel(cancelled)).isTrue();
        assertThat(outbox.cancel(cancelled)).isFalse();
        assertThat(outbox.waiting())
                .containsExactly(new WaitingCount(
                        fixture.grant.id(), Lane.BULK, MessageState.HELD, Optional.of(HoldKind.BY_HAND), 2));

        assertThat(outbox.resume(fixture.grant.id())).isTrue();

        fixture.awaitState(goes, MessageState.SENT);
        assertThat(fixture.find(held).held()).contains(HoldKind.BY_HAND);
        assertThat(fixture.find(cancelled).state()).isEqualTo(MessageState.CANCELLED);
        assertThat(outbox.retry(List.of(held, cancelled))).isEqualTo(2);
        fixture.awaitState(held, MessageState.SENT);
        fixture.awaitState(cancelled, MessageState.SENT);
    }

    @Test
    void aBatchIsHeldAndReleasedTogetherWithWhatItsCallerNotes() {
        OutgoingMail letter = mail(fixture.grant, "Constancia", "ana@cliente.example");
        long id = fixture.enqueue(
                NewMail.of(fixture.grant.id(), Lane.BULK, letter).in("constancias"), letter);

        assertThatThrownBy(() -> fixture.database.inTransaction(connection -> {
                    outbox.holdBatch(connection, "constancias");
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        assertThat(fixture.find(id).state()).isEqualTo(MessageState.QUEUED);

        assertThat(fixture.database.<Integer>inTransaction(connection -> outbox.holdBatch(connection, "constancias")))
                .isEqualTo(1);
        assertThat(fixture.find(id).held()).contains(HoldKind.BY_HAND);
        fixture.deliver();

        assertThat(fixture.database.<Integer>inTransaction(
                        connection -> outbox.releaseBatch(connection, "constancias")))
                .isEqualTo(1);
        outbox.wake(fixture.grant.id());
        fixture.awaitState(id, MessageState.SENT);
    }

    @Test
    void severalMailsAreFoundAtOnceOnTheirWayAndEnded() {
        long cancelled = fixture.enqueue("one");
        long waits = fixture.enqueue("two");
        outbox.cancel(cancelled);

        assertThat(outbox.find(List.of(waits, cancelled, waits + 1)))
                .extracting(OutboxMail::id, OutboxMail::state)
                .containsExactlyInAnyOrder(tuple(cancelled, MessageState.CANCELLED), tuple(waits, MessageState.QUEUED));
        assertThat(outbox.find(List.of())).isEmpty();
    }

    @Test
    void aBatchIsFollowedHeldAndReleased() {
        outbox.pause(fixture.grant.id());
        for (int i = 0; i < 6; i++) {
            OutgoingMail letter = mail(fixture.grant, "n" + i, "ana@cliente.example");
            NewMail accepted = NewMail.of(fixture.grant.id(), Lane.BULK, letter);
            fixture.enqueue(i < 4 ? accepted.in("constancias") : accepted, letter);
        }
        assertThat(outbox.holdBatch("constancias")).isEqualTo(4);
        fixture.deliver();
        outbox.resume(fixture.grant.id());
        await().untilAsserted(() -> assertThat(fixture.received()).hasSize(2));
        assertThat(outbox.ofBatch("constancias")).containsOnlyKeys(MessageState.HELD);
        assertThat(outbox.batchesUnderWay(Set.of(), 10))
                .containsExactly(new BatchProgress("constancias", Map.of(MessageState.HELD, 4L)));
        assertThat(outbox.batchesUnderWay(Set.of(fixture.grant.id()), 10)).hasSize(1);
        assertThat(outbox.batchesUnderWay(Set.of(99L), 10)).isEmpty();

        assertThat(outbox.releaseBatch("constancias")).isEqualTo(4);
        outbox.wake(fixture.grant.id());

        await().untilAsserted(() -> assertThat(outbox.ofBatch("constancias"))
                .containsEntry(MessageState.SENT, 4L)
                .hasSize(1));
        assertThat(outbox.batchesUnderWay(Set.of(), 10)).isEmpty();
    }

    @Test
    void twoNodesShareTheWorkAndSendEachMailOnce() {
        List<Grant> grants = new ArrayList<>(List.of(fixture.grant));
        grants.add(fixture.authenticate("LUCIA", DeliveryFixture.LUCIA));
        grants.add(fixture.authenticate("TESORERIA", "tesoreria@bajio.example"));
        fixture.deliver();
        fixture.node(Optional.empty()).deliver(Dispatcher.Setup.of("node-2"));
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Grant grant = grants.get(i % grants.size());
            ids.add(fixture.enqueue(grant, Lane.BULK, "n" + i, "ana@cliente.example"));
        }

        ids.forEach(id -> fixture.awaitState(id, MessageState.SENT));

        assertThat(fixture.received()).hasSize(60).doesNotHaveDuplicates();
        assertThat(outbox.nodes()).extracting(OutboxNode::name).containsExactly("node-1", "node-2");
    }

    @Test
    void aClockThatIsSetBothWaysStopsNothing() {
        fixture.deliver();
        fixture.awaitState(fixture.enqueue("before"), MessageState.SENT);

        fixture.clock.forward(Duration.ofHours(1));
        fixture.awaitState(fixture.enqueue("an hour later"), MessageState.SENT);
        fixture.clock.forward(Duration.ofHours(-2));
        fixture.awaitState(fixture.enqueue("an hour earlier"), MessageState.SENT);

        assertThat(fixture.received()).hasSize(3);
    }

    @Test
    void manyMailsOfOneAccountGoOverItsConnectionsEachOnce() {
        IntStream.range(0, 150).forEach(i -> fixture.enqueue("n" + i));

        fixture.deliver();

        await().untilAsserted(() -> assertThat(fixture.received()).hasSize(150));
        assertThat(fixture.received()).doesNotHaveDuplicates();
        assertThat(fixture.simulator.smtp().connections()).isBetween(1L, 8L);
    }

    @Test
    void aLargeMailArrivesOctetForOctet() {
        fixture.deliver();
        OutgoingMail letter = large();

        long id = fixture.enqueue(NewMail.of(fixture.grant.id(), Lane.BULK, letter), letter);

        fixture.awaitState(id, MessageState.SENT);
        ReceivedMessage received = fixture.simulator.inbox().messages().get(0);
        assertThat(received.parts().get(received.parts().size() - 1).content()).isEqualTo(random());
    }

    private static OutgoingMail large() {
        return OutgoingMail.builder()
                .from(DeliveryFixture.JUAN)
                .to("ana@cliente.example")
                .subject("Grande")
                .text("Hola")
                .attach(new Attachment("a.bin", "application/octet-stream", ContentSource.of(random())))
                .build();
    }

    private static byte[] random() {
        byte[] random = new byte[3_000_000];
        new Random(7).nextBytes(random);
        return random;
    }

    @Test
    void pagesOfASearchHoldEachMailOnceTheLatestFirst() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            ids.add(fixture.enqueue("n" + i));
        }
        fixture.deliver();
        ids.forEach(id -> fixture.awaitState(id, MessageState.SENT));
        outbox.pause(fixture.grant.id());
        for (int i = 25; i < 40; i++) {
            ids.add(fixture.enqueue("n" + i));
        }
        Collections.reverse(ids);

        assertThat(all(MailFilter.ALL, 7)).isEqualTo(ids);
        assertThat(all(MailFilter.ALL.in(MessageState.SENT), 7)).isEqualTo(ids.subList(15, 40));
        assertThat(all(MailFilter.ALL.in(MessageState.HELD).of(Set.of(fixture.grant.id())), 4))
                .isEqualTo(ids.subList(0, 15));
        assertThat(all(MailFilter.ALL.of(Set.of(99L)), 4)).isEmpty();
        assertThat(all(MailFilter.ALL.saying("N31"), 4)).containsExactly(ids.get(8));
    }

    private List<Long> all(MailFilter filter, int most) {
        List<Long> found = new ArrayList<>();
        Optional<Long> from = Optional.empty();
        do {
            MailPage page = outbox.search(filter, from, most);
            page.mails().forEach(mail -> found.add(mail.id()));
            from = page.olderThan();
        } while (from.isPresent());
        return found;
    }

    @Test
    void octetsAndRecordsOfEndedMailGoWhenTheirTimeIsOver() {
        fixture.deliver();
        long id = fixture.enqueue("Constancia");
        fixture.awaitState(id, MessageState.SENT);
        Instant later = fixture.clock.instant().plus(Duration.ofDays(31));

        int purged = fixture.database.inTransaction(
                connection -> outbox.tables().archive().purgeContents(connection, later, 500));

        assertThat(purged).isEqualTo(1);
        assertThat(fixture.find(id).content()).isEmpty();
        assertThat(outbox.attempts(id)).hasSize(1);
        fixture.database.inTransaction(connection -> outbox.tables()
                .archive()
                .forget(connection, fixture.clock.instant().plus(Duration.ofDays(400)), 500));
        assertThat(outbox.find(id)).isEmpty();
        assertThat(outbox.attempts(id)).isEmpty();
    }

    @Test
    void aDatabaseThatIsAwayBeforeAMailIsBegunHoldsNobody() {
        AtomicInteger calls = new AtomicInteger();
        Courier failing = new Courier() {
            @Override
            public Optional<Outcome> sendAll(long grantId, Deque<Parcel> mails, BiConsumer<Parcel, Outcome> ended) {
                if (calls.incrementAndGet() == 1) {
                    throw new DatabaseException(new SQLException("the server is shutting down", "57P01"));
                }
                while (!mails.isEmpty()) {
                    ended.accept(mails.remove(), new Outcome.Delivered(new SmtpReply(250, "2.0.0 OK"), List.of()));
                }
                return Optional.empty();
            }

            @Override
            public SendingCapacity capacityOf(Grant grant) {
                return new SendingCapacity(1, 8);
            }

            @Override
            public SendingQuota quotaOf(Grant grant) {
                return SendingQuota.NONE;
            }
        };
        long id = fixture.enqueue("Constancia");

        try (Dispatcher dispatcher =
                Dispatcher.start(outbox, fixture.first().oauth(), failing, Dispatcher.Setup.of("node-1"))) {
            fixture.awaitState(id, MessageState.SENT);
            assertThat(dispatcher.node()).isEqualTo("node-1");
        }

        assertThat(outbox.holds()).isEmpty();
        assertThat(outbox.attempts(id)).extracting(Attempt::result).containsExactly(Result.DELIVERED);
    }

    @Test
    void aDisconnectedAccountIsHeldAndNothingIsLost() {
        fixture.deliver();
        fixture.first().disconnect(fixture.grant);

        long id = fixture.enqueue("Constancia");

        await().untilAsserted(() -> assertThat(outbox.holds()).hasSize(1));
        assertThat(fixture.first().grantsOf("JUAN"))
                .singleElement()
                .extracting(Grant::state)
                .isEqualTo(GrantState.DISCONNECTED);
        fixture.authenticate("JUAN", DeliveryFixture.JUAN);
        fixture.awaitState(id, MessageState.SENT);
    }
}
