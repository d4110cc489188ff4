package org.valija.server.retenciones;

import java.util.List;
import java.util.Optional;

/**
 * A node as it stands in the file: nothing is rounded, reordered or trimmed, for the seal is over these characters.
 *
 * @param namespace empty when it has none
 */
public record Nodo(String namespace, String name, List<Atributo> attributes, List<Contenido> contents)
        implements Contenido {

    public Nodo {
        attributes = List.copyOf(attributes);
        contents = List.copyOf(contents);
    }

    /** The value of an attribute without a namespace. */
    public Optional<String> attribute(String wanted) {
        for (Atributo attribute : attributes) {
            if (attribute.name().equals(wanted) && attribute.namespace().isEmpty()) {
                return Optional.of(attribute.value());
            }
        }
        return Optional.empty();
    }

    /** The nodes inside, without the text between them. */
    public List<Nodo> children() {
        return contents.stream()
                .filter(Nodo.class::isInstance)
                .map(Nodo.class::cast)
                .toList();
    }

    boolean is(String namespace, String name) {
        return this.name.equals(name) && this.namespace.equals(namespace);
    }
}
