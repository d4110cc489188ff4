package org.valija.server.operations;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditArea;
import org.valija.server.audit.AuditFilter;
import org.valija.server.audit.AuditPlace;

/**
 * Which entries of the audit a page shows, as its address says; what it does not understand counts for all.
 *
 * @param accion an action, or an area for all of its actions
 * @param quien name of who did it
 * @param registro a record
 * @param desde the first day
 * @param hasta the last day
 * @param palabras words
 * @param antes where an earlier page ended
 */
record AuditQuery(
        @Nullable String accion,
        @Nullable String quien,
        @Nullable String registro,
        @Nullable String desde,
        @Nullable String hasta,
        @Nullable String palabras,
        @Nullable String antes) {

    /** What is looked for, as the page's list names it; empty for everything. */
    public String chosen() {
        return area().map(Enum::name).or(() -> action().map(Enum::name)).orElse("");
    }

    private Optional<AuditArea> area() {
        return Stream.of(AuditArea.values())
                .filter(area -> area.name().equals(accion))
                .findFirst();
    }

    private Optional<AuditAction> action() {
        return Stream.of(AuditAction.values())
                .filter(action -> action.name().equals(accion))
                .findFirst();
    }

    /** Name of who did it; empty for all. */
    public String actor() {
        return text(quien).orElse("");
    }

    /** The record that is looked at; empty for all. */
    public String subject() {
        return text(registro).orElse("");
    }

    public Optional<LocalDate> from() {
        return day(desde);
    }

    public Optional<LocalDate> until() {
        return day(hasta);
    }

    /** What was typed. */
    public String words() {
        return text(palabras).orElse("");
    }

    Optional<AuditPlace> olderThan() {
        return text(antes).flatMap(AuditPlace::read);
    }

    /** Whether it shows a part alone. */
    public boolean isNarrow() {
        return !chosen().isEmpty()
                || !actor().isEmpty()
                || !subject().isEmpty()
                || from().isPresent()
                || until().isPresent()
                || !words().isEmpty();
    }

    AuditFilter filter(ZoneId zone) {
        Set<AuditAction> actions = area().map(area -> Stream.of(AuditAction.values())
                        .filter(action -> action.area() == area)
                        .collect(Collectors.toSet()))
                .or(() -> action().map(Set::of))
                .orElse(Set.of());
        return new AuditFilter(
                actions,
                text(quien),
                text(registro),
                from().map(day -> start(day, zone)),
                until().map(day -> start(day.plusDays(1), zone)),
                words());
    }

    /** Where this page goes on. */
    String from(AuditPlace place) {
        return at(AuditController.PATH, Optional.of(place));
    }

    /** The whole of it in that form. */
    public String exported(String form) {
        return at(AuditController.PATH + "/auditoria." + form, Optional.empty());
    }

    private String at(String path, Optional<AuditPlace> olderThan) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        put(parameters, "accion", Optional.of(chosen()).filter(word -> !word.isEmpty()));
        put(parameters, "quien", text(quien));
        put(parameters, "registro", text(registro));
        put(parameters, "desde", from());
        put(parameters, "hasta", until());
        put(parameters, "palabras", text(palabras));
        put(parameters, "antes", olderThan);
        UriComponentsBuilder builder = UriComponentsBuilder.fromPath(path);
        parameters.keySet().forEach(name -> builder.queryParam(name, "{" + name + "}"));
        return builder.encode().buildAndExpand(parameters).toUriString();
    }

    private static void put(Map<String, Object> parameters, String name, Optional<?> value) {
        value.ifPresent(known -> parameters.put(name, known));
    }

    private static Instant start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    private static Optional<String> text(@Nullable String typed) {
        return Optional.ofNullable(typed).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static Optional<LocalDate> day(@Nullable String typed) {
        try {
            return text(typed).map(LocalDate::parse).filter(day -> day.getYear() < 10_000);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
