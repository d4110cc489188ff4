package org.valija.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.outbox.MessageState;
import org.valija.outbox.Outbox;
import org.valija.server.InSpanish;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.documents.DocumentFilter;
import org.valija.server.documents.Documents;
import org.valija.sql.TestDatabase;

/** The peak of January: a thousand retenciones, and a provider that takes five hundred mails a day. */
@ParameterizedClass
@EnumSource
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class ThousandTest {

    private static final int ALL = 1_000;
    private static final int A_DAY = 500;

    @Parameter
    private TestDatabase database;

    @TempDir
    private Path folder;

    @Test
    void fiveHundredArriveTheRestIsHeldAndArrivesWhenTheDayIsOver() throws IOException {
        try (BulkOffice office = new BulkOffice(database, folder, A_DAY)) {
            office.sendable(1, ALL);
            Outbox outbox = office.bean(Outbox.class);

            Page prepared = office.prepare();
            assertThat(prepared.text("#revision")).isEqualTo("1,000 listos para enviarse");
            assertThat(prepared.text("#pronostico"))
                    .contains("Hoy salen 500 y los demás en los días siguientes", "No tienes que hacer nada");
            String path = BulkOffice.path(office.start(prepared));
            String batch = BulkDelivery.batch(Long.parseLong(path.substring(path.lastIndexOf('/') + 1)));

            Page waits = office.await(
                    path, page -> page.has("#espera") && page.text("#en-espera").equals("500"));
            assertThat(waits.text("#avance h2")).isEqualTo("500 de 1,000 enviados");
            assertThat(waits.text("#espera"))
                    .startsWith("Gmail no acepta más correos de " + BulkOffice.MAILBOX + " hoy (límite de 500).");
            assertThat(waits.text("#que-hacer"))
                    .matches(
                            "Los 500 que faltan saldrán (mañana|el [0-9]{1,2} [a-z]+) a las? [0-9]{1,2}:[0-9]{2}\\. No tienes que hacer nada\\.");
            assertThat(office.recipients()).hasSize(A_DAY).doesNotHaveDuplicates();
            assertThat(outbox.ofBatch(batch))
                    .isEqualTo(Map.of(MessageState.SENT, (long) A_DAY, MessageState.HELD, (long) (ALL - A_DAY)));

            office.clock.forward(Duration.ofHours(26));

            Page done = office.await(path, page -> page.text("#estado-envio").equals("Terminado"));
            assertThat(done.text("#resultado")).startsWith("Se enviaron 1,000 documentos Todos");
            assertThat(office.recipients())
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, ALL)
                            .mapToObj(BulkOffice::address)
                            .toList());
            assertThat(outbox.ofBatch(batch)).isEqualTo(Map.of(MessageState.SENT, (long) ALL));
            assertThat(office.bean(Documents.class)
                            .search(DocumentFilter.of(office.companyId), Optional.empty(), 500)
                            .documents())
                    .hasSize(500)
                    .allMatch(document -> document.sentCount() == 1);
        }
    }
}
