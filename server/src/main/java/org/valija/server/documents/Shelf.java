package org.valija.server.documents;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.valija.server.users.Function;

/** The pages that list documents. */
enum Shelf {
    BANCOS("/bancos/documentos", Kind.bankDocuments()),
    RETENCIONES("/bancos/retenciones", List.of(Kind.RETENCION)),
    CONTABILIDAD("/contabilidad/documentos", List.of(Kind.POLIZA, Kind.REPORTE));

    private final String path;
    private final List<Kind> kinds;

    Shelf(String path, List<Kind> kinds) {
        this.path = path;
        this.kinds = kinds;
    }

    public String path() {
        return path;
    }

    /** The kinds that it shows. */
    public List<Kind> kinds() {
        return kinds;
    }

    /** What it is for permissions: the kinds of a shelf are one function. */
    public Function function() {
        return kinds.getFirst().function();
    }

    Set<Kind> all() {
        return EnumSet.copyOf(kinds);
    }

    /** What the form can make here. */
    public List<Kind> typed() {
        return kinds.stream().filter(Kind::isTyped).toList();
    }

    static Shelf of(Kind kind) {
        return Stream.of(values())
                .filter(shelf -> shelf.kinds.contains(kind))
                .findFirst()
                .orElseThrow();
    }
}
