package org.valija.server.retenciones;

/**
 * Who withheld and issues the document.
 *
 * @param regimen of c_RegimenFiscal; empty in version 1.0, which has none
 */
public record Emisor(String rfc, String nombre, String regimen) {}
