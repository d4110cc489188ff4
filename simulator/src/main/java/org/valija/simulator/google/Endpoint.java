package org.valija.simulator.google;

/** The endpoints that can be told to fail. */
enum Endpoint {
    AUTHORIZATION,
    TOKEN,
    GMAIL
}
