package org.valija.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.InSpanish;
import org.valija.server.Nodes;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

/** A service that closes while its webhook's receiver takes events and answers nothing. */
@ParameterizedClass
@EnumSource
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class WebhookClosingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Parameter
    private TestDatabase kind;

    @TempDir
    Path folder;

    private Nodes office;
    private Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        office = new Nodes(kind, folder, 1);
        receiver = new Receiver();
        office.supervisor.submit(office.supervisor
                .get(office.at("/sistema/avisos"))
                .form("#publicar")
                .type("direccion", receiver.address().toString()));
    }

    @AfterEach
    void stop() {
        office.close();
        receiver.close();
    }

    @Test
    void theTryUnderWayEndsAndTheNextStartMakesItOnceLikeTheRest() throws IOException {
        receiver.isSilent(true);
        office.bean(Database.class).inTransaction(connection -> {
            for (String id : List.of("evt_1", "evt_2", "evt_3")) {
                office.bean(WebhookQueue.class)
                        .put(connection, id, EventKind.WEBHOOK_TEST, "{\"type\":\"webhook.test\"}");
            }
            return true;
        });
        await(() -> assertThat(receiver.all()).hasSize(1));

        office.stop();

        assertThat(receiver.all()).as("begun after the service was told to end").hasSize(1);
        receiver.isSilent(false);
        office.startAgain();
        WebhookDeliveryTable deliveries = office.bean(WebhookDeliveryTable.class);
        await(() -> assertThat(deliveries.latest(9))
                .hasSize(3)
                .allMatch(delivery -> delivery.deliveredAt().isPresent())
                .as("a try that was ended is none in vain")
                .allMatch(delivery -> delivery.attempts() == 1));
        assertThat(receiver.all()).extracting(Receiver.Event::id).containsExactly("evt_1", "evt_1", "evt_2", "evt_3");
    }

    private static void await(Runnable assertion) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(assertion::run);
    }
}
