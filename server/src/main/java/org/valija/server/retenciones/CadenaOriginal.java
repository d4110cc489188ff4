package org.valija.server.retenciones;

import java.util.Map;
import org.valija.server.retenciones.CadenaTemplates.Step;
import org.valija.server.retenciones.CadenaTemplates.Template;

/**
 * The text that is sealed: the attributes in SAT's order, each after a bar, white space collapsed. What SAT's stylesheets say
 * nothing of gives what XSLT's built-in templates give: the text inside.
 */
public final class CadenaOriginal {

    private final StringBuilder cadena = new StringBuilder(512).append('|');
    private final Map<CadenaTemplates.Key, Template> templates;

    private CadenaOriginal(Map<CadenaTemplates.Key, Template> templates) {
        this.templates = templates;
    }

    /**
     * What the issuer sealed. The stamp is no part of it: it came afterwards.
     *
     * @throws IllegalArgumentException for version 1.0
     */
    public static String of(Retencion retencion) {
        if (!retencion.version().equals(Retencion.VERSION_2)) {
            throw new IllegalArgumentException("The cadena original is made of version 2.0 only");
        }
        return new CadenaOriginal(CadenaTemplates.RETENCIONES)
                .apply(retencion.nodo())
                .ended();
    }

    /** What SAT sealed. */
    public static String ofTimbre(Timbre timbre) {
        return new CadenaOriginal(
                        timbre.version().equals("1.0") ? CadenaTemplates.TIMBRE_10 : CadenaTemplates.TIMBRE_11)
                .apply(timbre.nodo())
                .ended();
    }

    private String ended() {
        return cadena.append("||").toString();
    }

    private CadenaOriginal apply(Nodo nodo) {
        Template template = templates.get(new CadenaTemplates.Key(nodo.namespace(), nodo.name()));
        if (template == null) {
            contents(nodo);
        } else {
            template.steps().forEach(step -> apply(step, nodo));
        }
        return this;
    }

    private void apply(Step step, Nodo nodo) {
        switch (step) {
            case Step.Required required ->
                value(nodo.attribute(required.attribute()).orElse(""));
            case Step.Optional optional -> nodo.attribute(optional.attribute()).ifPresent(this::value);
            case Step.Children children ->
                nodo.children().stream()
                        .filter(child -> child.is(nodo.namespace(), children.name()))
                        .forEach(this::apply);
            case Step.OfFirst first -> ofFirst(first, nodo);
            case Step.Everything _ ->
                nodo.children().stream()
                        .filter(child -> !child.namespace().equals(Standard.TIMBRE))
                        .forEach(this::apply);
            case Step.Contents _ -> contents(nodo);
        }
    }

    /** Of several such nodes the stylesheet takes the first one's value. */
    private void ofFirst(Step.OfFirst first, Nodo nodo) {
        var found = nodo.children().stream()
                .filter(child -> child.is(nodo.namespace(), first.child()))
                .toList();
        if (!found.isEmpty()) {
            value(found.stream()
                    .flatMap(child -> child.attribute(first.attribute()).stream())
                    .findFirst()
                    .orElse(""));
        }
    }

    private void contents(Nodo nodo) {
        for (Contenido content : nodo.contents()) {
            switch (content) {
                case Texto text -> cadena.append(text.text());
                case Nodo child -> apply(child);
            }
        }
    }

    private void value(String value) {
        cadena.append('|').append(Fields.collapsed(value));
    }
}
