package org.valija.server.users;

/** That somebody may do something with a function. */
public record Permission(Function function, Operation operation) {}
