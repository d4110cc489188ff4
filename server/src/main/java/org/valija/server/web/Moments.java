package org.valija.server.web;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.server.ValijaProperties;

/** Instants as people say them, in the reader's language and the installation's zone. Used by the templates. */
@Component("moments")
public class Moments {

    private final Clock clock;
    private final ZoneId zone;
    private final MessageSource messages;

    Moments(Clock clock, ValijaProperties properties, MessageSource messages) {
        this.clock = clock;
        this.zone = Optional.ofNullable(properties.zone()).orElseGet(ZoneId::systemDefault);
        this.messages = messages;
    }

    /** Which day it is there. */
    public LocalDate today() {
        return clock.instant().atZone(zone).toLocalDate();
    }

    /** "hoy, 9:41", "ayer, 18:02", "mañana, 9:12", "3 nov, 9:12", or with the year when it is another. */
    public String say(Instant instant) {
        Locale locale = LocaleContextHolder.getLocale();
        ZonedDateTime moment = instant.atZone(zone);
        LocalDate today = today();
        LocalDate day = moment.toLocalDate();
        String time = moment.format(DateTimeFormatter.ofPattern("H:mm", locale));
        String word;
        if (day.equals(today)) {
            word = messages.getMessage("moment.today", null, locale);
        } else if (day.equals(today.minusDays(1))) {
            word = messages.getMessage("moment.yesterday", null, locale);
        } else if (day.equals(today.plusDays(1))) {
            word = messages.getMessage("moment.tomorrow", null, locale);
        } else {
            String pattern = day.getYear() == today.getYear() ? "d MMM" : "d MMM uuuu";
            word = moment.format(DateTimeFormatter.ofPattern(pattern, locale));
        }
        return word + ", " + time;
    }

    /** A day in that language, for whoever is not at the console: "3 de noviembre de 2026". */
    public String day(Instant instant, Locale locale) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(instant.atZone(zone));
    }

    /** The day of an instant there. */
    public LocalDate dayOf(Instant instant) {
        return instant.atZone(zone).toLocalDate();
    }

    /** When a day begins there. */
    public Instant beginningOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** Within a sentence: "hoy a las 9:41", "mañana a las 9:12", "el 3 nov a las 9:12". */
    public String at(Instant instant) {
        Locale locale = LocaleContextHolder.getLocale();
        ZonedDateTime moment = instant.atZone(zone);
        LocalDate today = today();
        LocalDate day = moment.toLocalDate();
        String key = day.equals(today)
                ? "moment.at.today"
                : day.equals(today.plusDays(1)) ? "moment.at.tomorrow" : "moment.at.day";
        String pattern = day.getYear() == today.getYear() ? "d MMM" : "d MMM uuuu";
        return messages.getMessage(
                key,
                new Object[] {
                    moment.getHour(), hour(instant), moment.format(DateTimeFormatter.ofPattern(pattern, locale))
                },
                locale);
    }

    /** The hour alone, "9:00". */
    public String hour(Instant instant) {
        return instant.atZone(zone).format(DateTimeFormatter.ofPattern("H:mm", LocaleContextHolder.getLocale()));
    }

    /** The whole date and time, for who points at it. */
    public String exact(Instant instant) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.MEDIUM)
                .withLocale(LocaleContextHolder.getLocale())
                .format(instant.atZone(zone));
    }
}
