package org.valija.server.printing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and days as people in Mexico read them. */
final class Figures {

    private static final DecimalFormatSymbols SYMBOLS = DecimalFormatSymbols.getInstance(Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d 'de' MMMM 'de' uuuu", Papers.MEXICO);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("dd/MM/uuuu HH:mm:ss", Papers.MEXICO);

    private Figures() {}

    /** With sign, thousands and two decimals, or as many as the amount itself has: no figure is rounded away. */
    static String money(BigDecimal amount) {
        return (amount.signum() < 0 ? "-$" : "$") + number(amount.abs());
    }

    static String number(BigDecimal amount) {
        BigDecimal scaled = amount.scale() < 2 ? amount.setScale(2, RoundingMode.UNNECESSARY) : amount;
        DecimalFormat format = new DecimalFormat("#,##0.00", SYMBOLS);
        format.setMinimumFractionDigits(scaled.scale());
        format.setMaximumFractionDigits(scaled.scale());
        return format.format(scaled);
    }

    static String day(LocalDate date) {
        return DAY.format(date);
    }

    static String moment(LocalDateTime moment) {
        return MOMENT.format(moment);
    }
}
