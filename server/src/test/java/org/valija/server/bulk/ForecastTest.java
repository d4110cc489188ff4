package org.valija.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.valija.mail.SendingQuota;
import org.valija.outbox.QuotaUse;

class ForecastTest {

    @Test
    void whatFitsLeavesTodayAndTheRestOnTheDaysAfter() {
        Forecast forecast = Forecast.of(1_700, SendingQuota.GMAIL_PERSONAL, new QuotaUse(120, 120), 1);

        assertThat(forecast).isEqualTo(new Forecast(500, 380, 380, 1_320, 3));
        assertThat(forecast.isLong()).isTrue();
    }

    @Test
    void whatFitsWhollyNeedsNoOtherDay() {
        Forecast forecast = Forecast.of(380, SendingQuota.GMAIL_PERSONAL, new QuotaUse(120, 120), 1);

        assertThat(forecast).isEqualTo(new Forecast(500, 380, 380, 0, 0));
        assertThat(forecast.isLong()).isFalse();
    }

    @Test
    void aCopyToWhoSendsCountsAsARecipientToo() {
        Forecast forecast = Forecast.of(300, SendingQuota.GMAIL_PERSONAL, new QuotaUse(0, 0), 2);

        assertThat(forecast).isEqualTo(new Forecast(250, 250, 250, 50, 1));
    }

    @Test
    void nothingLeavesOnADayThatIsUsedUp() {
        Forecast forecast = Forecast.of(10, SendingQuota.perDay(500), new QuotaUse(520, 900), 1);

        assertThat(forecast).isEqualTo(new Forecast(500, 0, 0, 10, 1));
    }

    @Test
    void whereOnlyRecipientsAreCountedTheyDecide() {
        Forecast forecast = Forecast.of(15_000, SendingQuota.MICROSOFT_365, new QuotaUse(0, 0), 1);

        assertThat(forecast).isEqualTo(new Forecast(10_000, 10_000, 10_000, 5_000, 1));
    }
}
