package org.valija.server.bulk;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.valija.server.documents.DocumentFilter;
import org.valija.server.documents.Kind;

/**
 * Which documents somebody chooses, as the form says.
 *
 * @param empresa id of the company
 * @param tipo a kind, or a module for all its kinds
 * @param anio year of the period; empty for all
 * @param desde first month
 * @param hasta last month
 * @param todos also those that were sent
 * @param nombre by which the delivery is to be known
 */
record BulkForm(
        @Nullable Long empresa,
        @Nullable String tipo,
        @Nullable Integer anio,
        @Nullable Integer desde,
        @Nullable Integer hasta,
        @Nullable Boolean todos,
        @Nullable String nombre) {

    private static final int DECEMBER = 12;

    /** What may be chosen: each kind, and each module's kinds together. */
    enum Choice {
        RETENCION,
        CHEQUE,
        EGRESO,
        INGRESO,
        INGRESO_NO_DEPOSITADO,
        BANCOS,
        POLIZA,
        REPORTE,
        CONTABILIDAD;

        Set<Kind> kinds() {
            return switch (this) {
                case BANCOS -> of(Kind.Module.BANCOS);
                case CONTABILIDAD -> of(Kind.Module.CONTABILIDAD);
                default -> EnumSet.of(Kind.valueOf(name()));
            };
        }

        private static Set<Kind> of(Kind.Module module) {
            return Arrays.stream(Kind.values())
                    .filter(kind -> kind.module() == module)
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
        }
    }

    /** The kinds that are chosen; retenciones unless something else is. */
    public Choice choice() {
        return Arrays.stream(Choice.values())
                .filter(known -> known.name().equals(tipo))
                .findFirst()
                .orElse(Choice.RETENCION);
    }

    public int from() {
        return month(desde, 1);
    }

    public int to() {
        return Math.max(from(), month(hasta, DECEMBER));
    }

    public boolean all() {
        return Boolean.TRUE.equals(todos);
    }

    private static int month(@Nullable Integer value, int otherwise) {
        return value == null || value < 1 || value > DECEMBER ? otherwise : value;
    }

    /** The name that was typed. */
    Optional<String> name() {
        return Optional.ofNullable(nombre).map(String::strip).filter(text -> !text.isEmpty());
    }

    Optional<Integer> year() {
        return Optional.ofNullable(anio);
    }

    DocumentFilter filter(long companyId) {
        DocumentFilter filter =
                DocumentFilter.of(companyId, choice().kinds()).withSent(all() ? Optional.empty() : Optional.of(false));
        return year().map(known -> filter.in(known, from(), to())).orElse(filter);
    }
}
