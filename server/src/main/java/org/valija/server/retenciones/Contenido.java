package org.valija.server.retenciones;

/** What stands inside a node, in the order of the file. */
public sealed interface Contenido permits Nodo, Texto {}
