package org.valija.server.printing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;

/**
 * Amounts in Spanish words as Mexican papers write them: {@code MIL DOSCIENTOS TREINTA Y UN PESOS 50/100 M.N.} Up to 18 digits
 * before the point; a larger amount has no words.
 */
public final class AmountWords {

    private static final String[] BELOW_THIRTY = {
        "cero",
        "un",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "once",
        "doce",
        "trece",
        "catorce",
        "quince",
        "dieciséis",
        "diecisiete",
        "dieciocho",
        "diecinueve",
        "veinte",
        "veintiún",
        "veintidós",
        "veintitrés",
        "veinticuatro",
        "veinticinco",
        "veintiséis",
        "veintisiete",
        "veintiocho",
        "veintinueve"
    };
    private static final String[] TENS = {
        "", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"
    };
    private static final String[] HUNDREDS = {
        "",
        "ciento",
        "doscientos",
        "trescientos",
        "cuatrocientos",
        "quinientos",
        "seiscientos",
        "setecientos",
        "ochocientos",
        "novecientos"
    };

    /** One of it, several of it, and what stands behind the hundredths. */
    private record Unit(String one, String many, String mark) {}

    private static final Map<String, Unit> UNITS = Map.of(
            "MXN", new Unit("peso", "pesos", "M.N."),
            "USD", new Unit("dólar", "dólares", "USD"),
            "EUR", new Unit("euro", "euros", "EUR"),
            "CAD", new Unit("dólar canadiense", "dólares canadienses", "CAD"));

    private static final BigInteger LIMIT = BigInteger.TEN.pow(18);
    private static final long MILLION = 1_000_000;

    private AmountWords() {}

    /**
     * The amount, rounded to hundredths, in capitals.
     *
     * @param currency of ISO 4217; one that we have no name for stands as its code
     * @return empty for an amount of more than 18 digits
     */
    public static String of(BigDecimal amount, String currency) {
        BigDecimal rounded = amount.abs().setScale(2, RoundingMode.HALF_UP);
        BigInteger whole = rounded.toBigInteger();
        if (whole.compareTo(LIMIT) >= 0) {
            return "";
        }
        long units = whole.longValueExact();
        int hundredths = rounded.remainder(BigDecimal.ONE).movePointRight(2).intValueExact();
        Unit unit = UNITS.getOrDefault(currency, new Unit(currency, currency, ""));
        String sign = amount.signum() < 0 && rounded.signum() != 0 ? "menos " : "";
        String of = units >= MILLION && units % MILLION == 0 ? "de " : "";
        return "%s%s %s%s %02d/100 %s"
                .formatted(sign, cardinal(units), of, units == 1 ? unit.one() : unit.many(), hundredths, unit.mark())
                .strip()
                .toUpperCase(Locale.of("es", "MX"));
    }

    /** As it stands before a noun: un, veintiún. */
    static String cardinal(long number) {
        if (number < MILLION) {
            return belowMillion((int) number);
        }
        if (number < MILLION * MILLION) {
            return millions(number / MILLION, number % MILLION, "millón", "millones");
        }
        return millions(number / (MILLION * MILLION), number % (MILLION * MILLION), "billón", "billones");
    }

    private static String millions(long count, long rest, String one, String many) {
        String head = cardinal(count) + " " + (count == 1 ? one : many);
        return rest == 0 ? head : head + " " + cardinal(rest);
    }

    private static String belowMillion(int number) {
        if (number < 1000) {
            return belowThousand(number);
        }
        String head = number < 2000 ? "mil" : belowThousand(number / 1000) + " mil";
        return number % 1000 == 0 ? head : head + " " + belowThousand(number % 1000);
    }

    private static String belowThousand(int number) {
        if (number == 100) {
            return "cien";
        }
        if (number > 100) {
            String head = HUNDREDS[number / 100];
            return number % 100 == 0 ? head : head + " " + belowThousand(number % 100);
        }
        if (number < 30) {
            return BELOW_THIRTY[number];
        }
        return number % 10 == 0 ? TENS[number / 10] : TENS[number / 10] + " y " + BELOW_THIRTY[number % 10];
    }
}
