package org.valija.server.documents;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Which documents a list shows, as its address says; what it does not understand counts for all.
 *
 * @param empresa id of the company
 * @param tipo a kind
 * @param anio year of the period
 * @param desde first month
 * @param hasta last month
 * @param palabras words
 * @param beneficiario id in the catalogue
 * @param enviado {@code si} or {@code no}
 * @param timbre {@code si} or {@code no}
 * @param sincorreo those alone for whose beneficiary there is no address
 * @param despues where an earlier page ended
 */
record DocumentQuery(
        @Nullable Long empresa,
        @Nullable String tipo,
        @Nullable Integer anio,
        @Nullable Integer desde,
        @Nullable Integer hasta,
        @Nullable String palabras,
        @Nullable Long beneficiario,
        @Nullable String enviado,
        @Nullable String timbre,
        @Nullable Boolean sincorreo,
        @Nullable String despues) {

    private static final int MONTHS = 12;

    /** The kind that is looked for. */
    public Optional<Kind> kind() {
        return Stream.of(Kind.values())
                .filter(known -> known.name().equals(tipo))
                .findFirst();
    }

    public int from() {
        return month(desde, 1);
    }

    public int to() {
        return Math.max(from(), month(hasta, MONTHS));
    }

    public boolean lacking() {
        return Boolean.TRUE.equals(sincorreo);
    }

    /** What was typed. */
    public String words() {
        return palabras == null ? "" : palabras.strip();
    }

    Optional<DocumentKey> after() {
        return Optional.ofNullable(despues).flatMap(DocumentKey::of);
    }

    DocumentFilter filter(Shelf shelf, long companyId) {
        Set<Kind> kinds = kind().filter(shelf.kinds()::contains)
                .<Set<Kind>>map(EnumSet::of)
                .orElseGet(shelf::all);
        DocumentFilter filter = DocumentFilter.of(companyId, kinds)
                .of(Optional.ofNullable(beneficiario))
                .withText(words())
                .withSent(yes(enviado))
                .withStamped(shelf == Shelf.RETENCIONES ? yes(timbre) : Optional.empty())
                .withLackingAddress(lacking());
        return year().map(known -> filter.in(known, from(), to())).orElse(filter);
    }

    Optional<Integer> year() {
        return Optional.ofNullable(anio).filter(year -> year > 0 && year <= LocalDate.MAX.getYear() / MONTHS);
    }

    /** Whether it shows a part alone. */
    public boolean isNarrow() {
        return kind().isPresent()
                || year().isPresent()
                || !words().isEmpty()
                || beneficiario != null
                || yes(enviado).isPresent()
                || yes(timbre).isPresent()
                || lacking();
    }

    private static Optional<Boolean> yes(@Nullable String word) {
        return switch (word) {
            case "si" -> Optional.of(true);
            case "no" -> Optional.of(false);
            case null, default -> Optional.empty();
        };
    }

    private static int month(@Nullable Integer value, int otherwise) {
        return value == null || value < 1 || value > MONTHS ? otherwise : value;
    }

    /** Where this list goes on. */
    String from(Shelf shelf, DocumentKey key) {
        return at(shelf, Optional.of(key));
    }

    /** The same from its beginning. */
    String first(Shelf shelf) {
        return at(shelf, Optional.empty());
    }

    private String at(Shelf shelf, Optional<DocumentKey> key) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        put(parameters, "empresa", empresa);
        put(parameters, "tipo", kind().orElse(null));
        put(parameters, "anio", anio);
        put(parameters, "desde", desde);
        put(parameters, "hasta", hasta);
        put(parameters, "palabras", words().isEmpty() ? null : words());
        put(parameters, "beneficiario", beneficiario);
        put(parameters, "enviado", yes(enviado).isPresent() ? enviado : null);
        put(parameters, "timbre", yes(timbre).isPresent() ? timbre : null);
        put(parameters, "sincorreo", lacking() ? true : null);
        put(parameters, "despues", key.map(DocumentKey::text).orElse(null));
        UriComponentsBuilder builder = UriComponentsBuilder.fromPath(shelf.path());
        parameters.keySet().forEach(name -> builder.queryParam(name, "{" + name + "}"));
        return builder.encode().buildAndExpand(parameters).toUriString();
    }

    private static void put(Map<String, Object> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
