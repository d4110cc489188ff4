package org.valija.server.documents;

/** What was found of a retención's seal when it came in; it never says who issued it. The names stand in the database. */
public enum Seal {
    /** There is none: not a retención, or not yet sealed. */
    NONE("idle"),
    /** <em>Sello íntegro</em>: what it seals is what stands there. */
    INTEGRO("ok"),
    /** What it seals is what stands there, but the certificate is not the issuer's. */
    CERTIFICADO_AJENO("bad"),
    /** Something was changed after it was sealed, or its stamp is another's. */
    ALTERADO("bad"),
    /** Too little is there to tell. */
    NO_VERIFICABLE("warn");

    private final String tone;

    Seal(String tone) {
        this.tone = tone;
    }

    /** Whether it speaks against the document. */
    public boolean isBad() {
        return tone.equals("bad");
    }

    /** Name of the pill's colour. */
    public String tone() {
        return tone;
    }
}
