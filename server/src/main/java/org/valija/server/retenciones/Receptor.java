package org.valija.server.retenciones;

import java.util.Optional;

/** From whom was withheld. */
public sealed interface Receptor permits Receptor.Nacional, Receptor.Extranjero {

    String nombre();

    /** @param domicilioFiscal código postal; empty in version 1.0, which has none */
    record Nacional(String rfc, String nombre, Optional<String> curp, String domicilioFiscal) implements Receptor {}

    record Extranjero(Optional<String> numRegIdTrib, String nombre) implements Receptor {}
}
