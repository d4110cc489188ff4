package org.valija.server.sheets;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** What stands in a cell that is written. */
public sealed interface SheetCell {

    /** Text; whatever it begins with, it does not become a formula. */
    record Text(String text) implements SheetCell {}

    /** A number, shown with as many decimals as it has. */
    record Number(BigDecimal number) implements SheetCell {}

    /** A day. */
    record Day(LocalDate day) implements SheetCell {}

    /** A day and its time, to the second. */
    record Moment(LocalDateTime moment) implements SheetCell {}

    static SheetCell of(String text) {
        return new Text(text);
    }

    static SheetCell of(long number) {
        return new Number(BigDecimal.valueOf(number));
    }

    static SheetCell of(BigDecimal number) {
        return new Number(number);
    }

    static SheetCell of(LocalDate day) {
        return new Day(day);
    }

    static SheetCell of(LocalDateTime moment) {
        return new Moment(moment);
    }

    /** Nothing. */
    static SheetCell empty() {
        return new Text("");
    }
}
