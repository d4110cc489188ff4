package org.valija.server.retenciones;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.valija.server.retenciones.CadenaTemplates.Key;
import org.valija.server.retenciones.CadenaTemplates.Template;

/** Finds what no seal covers: whoever adds it to a sealed document is not noticed otherwise. */
final class Coverage {

    /** What stands beside the sealed values by necessity. */
    private static final Set<String> SEAL = Set.of("Sello", "Certificado");

    private static final Set<String> SEAL_OF_SAT = Set.of("SelloSAT");

    private final Findings found;

    Coverage(Findings found) {
        this.found = found;
    }

    void check(Nodo root) {
        check(root, "", CadenaTemplates.RETENCIONES, SEAL);
    }

    private void check(Nodo nodo, String path, Map<Key, Template> templates, Set<String> besides) {
        Template template = templates.get(key(nodo));
        if (template == null) {
            found.add(path, "", Rule.NODE_UNKNOWN);
            return;
        }
        for (Atributo attribute : nodo.attributes()) {
            if (attribute.namespace().isEmpty()) {
                check(attribute, path.isEmpty() ? nodo.name() : path, template, besides);
            }
        }
        Map<String, Integer> seen = new HashMap<>();
        for (Nodo child : nodo.children()) {
            int number = seen.merge(child.name(), 1, Integer::sum);
            String below = path.isEmpty() ? child.name() : path + "/" + child.name();
            check(nodo, child, template, number == 1 ? below : below + "[" + number + "]");
        }
    }

    private void check(Atributo attribute, String node, Template template, Set<String> besides) {
        if (!template.hasAttribute(attribute.name()) && !besides.contains(attribute.name())) {
            found.add(node, attribute.name(), Rule.ATTRIBUTE_UNKNOWN);
        } else if (attribute.value().indexOf('|') >= 0) {
            found.add(node, attribute.name(), Rule.BAR_IN_VALUE);
        }
    }

    private void check(Nodo parent, Nodo child, Template template, String path) {
        boolean inComplement = parent.is(Standard.RETENCIONES_2.namespace(), Standard.COMPLEMENTO);
        if (inComplement && child.namespace().equals(Standard.TIMBRE)) {
            check(child, path, CadenaTemplates.TIMBRE_11, SEAL_OF_SAT);
        } else if (inComplement && !CadenaTemplates.RETENCIONES.containsKey(key(child))) {
            found.add(path, "", Rule.COMPLEMENT_UNKNOWN);
        } else if (!inComplement
                && (!child.namespace().equals(parent.namespace()) || !template.hasChild(child.name()))) {
            found.add(path, "", Rule.NODE_UNKNOWN);
        } else if (!template.hasFirst(child.name())) {
            check(child, path, CadenaTemplates.RETENCIONES, Set.of());
        }
    }

    private static Key key(Nodo nodo) {
        return new Key(nodo.namespace(), nodo.name());
    }
}
