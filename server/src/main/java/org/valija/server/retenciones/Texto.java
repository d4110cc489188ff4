package org.valija.server.retenciones;

/** A run of characters inside a node. */
public record Texto(String text) implements Contenido {}
