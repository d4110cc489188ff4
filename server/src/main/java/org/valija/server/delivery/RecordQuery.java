package org.valija.server.delivery;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import org.valija.outbox.MessageState;

/**
 * Which lines of the record a page shows, as its address says; what it does not understand counts for all.
 *
 * @param empresa id of the company
 * @param estado a state
 * @param desde the first day
 * @param hasta the last day
 * @param palabras words
 * @param documento id of a document
 * @param lote name of a batch
 * @param antes where an earlier page ended
 */
record RecordQuery(
        @Nullable Long empresa,
        @Nullable String estado,
        @Nullable String desde,
        @Nullable String hasta,
        @Nullable String palabras,
        @Nullable Long documento,
        @Nullable String lote,
        @Nullable Long antes) {

    /** The state that is looked for. */
    public Optional<MessageState> state() {
        return Stream.of(MessageState.values())
                .filter(state -> state.name().equals(estado))
                .findFirst();
    }

    public Optional<LocalDate> from() {
        return day(desde);
    }

    public Optional<LocalDate> until() {
        return day(hasta);
    }

    /** What was typed. */
    public String words() {
        return palabras == null ? "" : palabras.strip();
    }

    Optional<String> batch() {
        return Optional.ofNullable(lote).map(String::strip).filter(name -> !name.isEmpty());
    }

    Optional<Long> olderThan() {
        return Optional.ofNullable(antes);
    }

    /** Whether it shows a part alone. */
    public boolean isNarrow() {
        return empresa != null
                || documento != null
                || state().isPresent()
                || from().isPresent()
                || until().isPresent()
                || batch().isPresent()
                || !words().isEmpty();
    }

    RecordFilter filter(ZoneId zone) {
        return new RecordFilter(
                empresa == null ? Set.of() : Set.of(empresa),
                Optional.ofNullable(documento),
                state().map(Set::of).orElse(Set.of()),
                batch(),
                from().map(day -> start(day, zone)),
                until().map(day -> start(day.plusDays(1), zone)),
                Optional.of(words()));
    }

    /** Where this page goes on. */
    String from(long id) {
        return at(RecordController.PATH, Optional.of(id));
    }

    /** The whole of it in that form. */
    public String exported(String form) {
        return at(RecordController.PATH + "/registro." + form, Optional.empty());
    }

    private String at(String path, Optional<Long> olderThan) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        put(parameters, "empresa", Optional.ofNullable(empresa));
        put(parameters, "estado", state());
        put(parameters, "desde", from());
        put(parameters, "hasta", until());
        put(parameters, "palabras", Optional.of(words()).filter(text -> !text.isEmpty()));
        put(parameters, "documento", Optional.ofNullable(documento));
        put(parameters, "lote", batch());
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

    private static Optional<LocalDate> day(@Nullable String text) {
        try {
            return text == null || text.isBlank()
                    ? Optional.empty()
                    : Optional.of(LocalDate.parse(text.strip())).filter(day -> day.getYear() < 10_000);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
