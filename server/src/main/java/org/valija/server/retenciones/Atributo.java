package org.valija.server.retenciones;

/**
 * An attribute as it stands in the file.
 *
 * @param namespace empty for those of SAT's standards
 */
public record Atributo(String namespace, String name, String value) {}
