package org.valija.server.retenciones;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.valija.server.retenciones.CadenaTemplates.Template;

/** Finds what the seal does not cover: whoever adds it to a sealed document is not noticed otherwise. */
final class Coverage {

    /** What stands beside the sealed values by necessity. */
    private static final Set<String> SEAL = Set.of("Sello", "Certificado");

    private final Findings found;

    Coverage(Findings found) {
        this.found = found;
    }

    void check(Nodo root) {
        check(root, "", root.name(), SEAL);
    }

    private void check(Nodo nodo, String path, String shown, Set<String> besides) {
        Template template = CadenaTemplates.RETENCIONES.get(new CadenaTemplates.Key(nodo.namespace(), nodo.name()));
        if (template == null) {
            return;
        }
        for (Atributo attribute : nodo.attributes()) {
            if (attribute.namespace().isEmpty()) {
                check(attribute, shown, template, besides);
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
        if (child.namespace().equals(Standard.TIMBRE)) {
            return;
        }
        boolean inComplement = parent.name().equals(Standard.COMPLEMENTO);
        if (inComplement) {
            if (!CadenaTemplates.RETENCIONES.containsKey(new CadenaTemplates.Key(child.namespace(), child.name()))) {
                found.add(path, "", Rule.COMPLEMENT_UNKNOWN);
            }
        } else if (!child.namespace().equals(parent.namespace()) || !template.hasChild(child.name())) {
            found.add(path, "", Rule.NODE_UNKNOWN);
        }
        check(child, path, path, Set.of());
    }
}
