package org.valija.server.retenciones;

/** Another document that this one refers to, a cancelled one that it replaces for instance. */
public record Relacionado(String tipoRelacion, String uuid) {}
