package org.valija.server.documents;

import java.util.Arrays;
import java.util.List;
import org.valija.server.users.Function;

/** What a document is. The names stand in the database and in programs: they are kept for ever. */
public enum Kind {
    /** A cheque. */
    CHEQUE(Module.BANCOS),
    /** Money that left otherwise. */
    EGRESO(Module.BANCOS),
    /** Money that came. */
    INGRESO(Module.BANCOS),
    /** Money received and not yet deposited. */
    INGRESO_NO_DEPOSITADO(Module.BANCOS),
    /** A CFDI of withholdings. */
    RETENCION(Module.BANCOS),
    /** A journal entry. */
    POLIZA(Module.CONTABILIDAD),
    /** Any file of Contabilidad: balanza, auxiliares, estados financieros. */
    REPORTE(Module.CONTABILIDAD);

    /** Which part of the business system it is of. */
    public enum Module {
        BANCOS,
        CONTABILIDAD
    }

    private final Module module;

    Kind(Module module) {
        this.module = module;
    }

    public Module module() {
        return module;
    }

    /** Whether its data are typed at the form; those of the others are read from their file. */
    public boolean isTyped() {
        return this != RETENCION && this != REPORTE;
    }

    /** Whether its XML says everything of it, whose it is too. */
    public boolean isRead() {
        return this == RETENCION;
    }

    /** Whether money goes from one hand to another by it. */
    public boolean isBankDocument() {
        return module == Module.BANCOS && this != RETENCION;
    }

    /** What it is for permissions. */
    public Function function() {
        return switch (this) {
            case CHEQUE, EGRESO, INGRESO, INGRESO_NO_DEPOSITADO -> Function.BANK_DOCUMENTS;
            case RETENCION -> Function.RETENCIONES;
            case POLIZA, REPORTE -> Function.REPORTS;
        };
    }

    /** Those of which that holds. */
    static List<Kind> bankDocuments() {
        return Arrays.stream(values()).filter(Kind::isBankDocument).toList();
    }
}
