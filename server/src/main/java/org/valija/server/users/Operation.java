package org.valija.server.users;

/** What may be done with a function, in the order of the catalogue's table; stored by its name. */
public enum Operation {
    /** <em>Ejecutar</em>. */
    RUN,
    /** <em>Crear</em>. */
    CREATE,
    /** <em>Borrar</em>. */
    DELETE,
    /** <em>Cambiar</em>. */
    CHANGE,
    /** <em>Ver</em>. */
    VIEW
}
