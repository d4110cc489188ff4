package org.valija.server.retenciones;

import org.valija.server.retenciones.UnreadableRetencionException.Reason;

/** The standards of SAT that are read here. */
enum Standard {
    RETENCIONES_2("http://www.sat.gob.mx/esquemas/retencionpago/2", Retencion.VERSION_2, Names.OF_VERSION_2),
    RETENCIONES_1("http://www.sat.gob.mx/esquemas/retencionpago/1", Retencion.VERSION_1, Names.OF_VERSION_1);

    static final String TIMBRE = "http://www.sat.gob.mx/TimbreFiscalDigital";
    static final String ROOT = "Retenciones";
    static final String COMPLEMENTO = "Complemento";
    static final String ADDENDA = "Addenda";

    private static final String FAMILY = "http://www.sat.gob.mx/esquemas/retencionpago/";

    private final String namespace;
    private final String version;
    private final Names names;

    Standard(String namespace, String version, Names names) {
        this.namespace = namespace;
        this.version = version;
        this.names = names;
    }

    String namespace() {
        return namespace;
    }

    String version() {
        return version;
    }

    /** What it calls the attributes that have another name in another version. */
    Names names() {
        return names;
    }

    static Standard of(Retencion retencion) {
        return retencion.version().equals(Retencion.VERSION_2) ? RETENCIONES_2 : RETENCIONES_1;
    }

    /**
     * The standard of a document whose root is so called.
     *
     * @throws UnreadableRetencionException when it is another document
     */
    static Standard ofRoot(String namespace, String name) {
        if (name.equals(ROOT)) {
            for (Standard standard : values()) {
                if (standard.namespace.equals(namespace)) {
                    return standard;
                }
            }
            if (namespace.startsWith(FAMILY)) {
                throw UnreadableRetencionException.of(Reason.VERSION_UNKNOWN, namespace.substring(FAMILY.length()));
            }
        }
        throw UnreadableRetencionException.of(Reason.OTHER_DOCUMENT, name);
    }
}
